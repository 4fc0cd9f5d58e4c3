import { type Named, persistently, type Said } from "./json-protocol.ts";
import type { Access, Operation } from "./operation.ts";

/**
 * SNS alone speaks AWS Query: a form in, XML out. Its client would be more than half of the bundle that tells people; of the answer
 * nothing is needed but single texts.
 * Source: Smithy specification, "AWS query protocol".
 */
export interface QueryService extends Named {
  readonly version: string;
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** The text of the first element of this name. */
const textIn = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`)
    .exec(xml)?.[1]
    ?.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => entities[entity] ?? "");

const said = (xml: string): Said => {
  const code = textIn(xml, "Code");
  if (code === undefined) throw new TypeError("this is no answer of the service");
  return { __type: code, message: textIn(xml, "Message") ?? "" };
};

/**
 * Makes an operation of a service.
 * @param flatten the input as the fields of the form, `MessageAttributes.entry.1.Name`
 * @param result the element of the answer that is given back under its name
 */
export const queryOperations =
  ({ name, version }: QueryService) =>
  <Input, Output>(
    operation: string,
    { flatten, result }: { flatten: (input: Input) => Readonly<Record<string, string>>; result: keyof Output & string },
    access: Access,
    ...on: readonly string[]
  ): Operation<Input, Output> => ({
    access,
    on,
    send: (input) =>
      persistently<Output>(
        { name },
        {
          path: "/",
          headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
          body: new URLSearchParams({ Action: operation, Version: version, ...flatten(input) }).toString(),
          read: (xml) => ({ [result]: textIn(xml, result) }) as Output,
          said,
        },
      ),
  });
