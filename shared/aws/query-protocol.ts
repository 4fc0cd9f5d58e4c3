import { type Named, type Said, send } from "./json-protocol.ts";
import type { Access, Operation } from "./operation.ts";

/**
 * SNS and IAM speak AWS Query: a form in, XML out. Their clients would be more than half of the bundles that tell people and contain
 * identities; their types are used.
 * Source: Smithy specification, "AWS query protocol".
 */
export interface QueryService extends Named {
  readonly version: string;
}

/** The text of the first element of this name, under that name. */
export const textOnly =
  <Output>(name: keyof Output & string) =>
  (xml: string): Output =>
    ({ [name]: textIn(xml, name) }) as Output;

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** The text of the first element of this name. */
const textIn = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`)
    .exec(xml)?.[1]
    ?.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => entities[entity] ?? "");

/** What an error says, in all of AWS's protocols that speak XML. */
export const saidInXml = (xml: string): Said => {
  const code = textIn(xml, "Code");
  if (code === undefined) throw new TypeError("this is no answer of the service");
  return { __type: code, message: textIn(xml, "Message") ?? "" };
};

/**
 * Makes an operation of a service.
 * @param flatten the input as the fields of the form, `MessageAttributes.entry.1.Name`
 * @param read what an answer says
 */
export const queryOperations =
  ({ version, ...service }: QueryService) =>
  <Input, Output>(
    operation: string,
    { flatten, read }: { flatten: (input: Input) => Readonly<Record<string, string>>; read: (xml: string) => Output },
    access: Access,
    ...on: readonly string[]
  ): Operation<Input, Output> => ({
    access,
    on,
    send: (input) =>
      send<Output>(service, {
        path: "/",
        headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
        body: new URLSearchParams({ Action: operation, Version: version, ...flatten(input) }).toString(),
        read,
        said: saidInXml,
      }),
  });
