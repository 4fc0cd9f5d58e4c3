import middy from "@middy/core";

/**
 * What stands around every handler: one line in the log for each invocation. Errors that reach Lambda are logged by their
 * name and message only; never an event, which may hold session tokens.
 * @param logged what of the result is logged
 */
export const shell = <Event, Result>(
  handle: (event: Event) => Promise<Result>,
  logged: (response: Result) => unknown = (response) => response,
) => {
  let began = 0;
  return middy<Event, Result>()
    .before(() => {
      began = performance.now();
    })
    .after(({ context, response }) => {
      console.info({
        msg: "done",
        function: context.functionName,
        ms: Math.round(performance.now() - began),
        response: response && logged(response),
      });
    })
    .onError(({ context, error }) => {
      console.error({
        msg: "failed",
        function: context.functionName,
        error: error?.name,
        reason: error?.message?.slice(0, 300),
      });
    })
    .handler((event) => handle(event));
};
