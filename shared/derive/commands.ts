import type { LambdaClientConfig } from "@aws-sdk/client-lambda";
import type { Credentials } from "../aws/sign.ts";
import type { Value } from "../operate/proof.ts";
import type { Answer, AnyVerb } from "../operate/verb.ts";
import { verbs as declared } from "../operate/verbs/index.ts";
import { giveOrder } from "./give-order.ts";

const verbs: readonly AnyVerb[] = declared;

/** As much of the Serverless CLI as is used: credentials and endpoints are found as for a deployment. */
interface Serverless {
  readonly service: { readonly getFunction: (name: string) => { readonly name: string } };
  readonly getProvider: (name: "aws") => {
    readonly getAwsSdkV3Config: () => Promise<{
      readonly region: string;
      readonly credentials: () => Promise<Credentials>;
      readonly requestHandler: NonNullable<LambdaClientConfig["requestHandler"]>;
    }>;
  };
}

/** The options as they were given; what was left out is undefined or null. */
type Given = Readonly<Record<string, Value | null | undefined>>;

const json = { usage: "Answer with one line of JSON, for machines", type: "boolean" };

/** `lockkeeper VERB`, for the Serverless CLI: it makes the help, and checks that what is required is there. */
export const commands = {
  lockkeeper: {
    usage: "Give orders to Lockkeeper as an operator",
    commands: Object.fromEntries(
      verbs.map(({ id, summary, options }) => [
        id,
        {
          usage: summary,
          lifecycleEvents: ["order"],
          options: { ...Object.fromEntries(options.map(({ name, ...option }) => [name, option])), json },
        },
      ]),
    ),
  },
};

const paramsOf = (verb: string, given: Given): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    (verbs.find(({ id }) => id === verb)?.options ?? []).flatMap(({ name }) => {
      const value = given[name] ?? undefined;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** What is to be written where, and the exit status. */
interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

const outcomeOf = (answer: Answer, isJson: boolean): Outcome => {
  const out = isJson ? JSON.stringify(answer) : answer.ok ? answer.text : "";
  const err = answer.ok ? "" : answer.problem;
  return { out: out && `${out}\n`, err: err && `${err}\n`, status: answer.ok ? 0 : 1 };
};

/** Gives the order to the function of this stage. @throws what the Serverless CLI throws when there are no credentials */
export const order = async (serverless: Serverless, verb: string, given: Given): Promise<Outcome> => {
  const { region, credentials, requestHandler } = await serverless.getProvider("aws").getAwsSdkV3Config();
  const orderer = {
    region,
    credentials: await credentials(),
    functionName: serverless.service.getFunction("operate").name,
    requestHandler,
  };
  return outcomeOf(await giveOrder(orderer, { verb, params: paramsOf(verb, given) }), given["json"] === true);
};
