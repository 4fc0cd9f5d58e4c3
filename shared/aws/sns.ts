import { queryOperations, textOnly } from "./query-protocol.ts";

const operation = queryOperations({ name: "sns", version: "2010-03-31" });

/** As the SDK's PublishCommandInput has it, of which this is the part that is used. */
interface Publish {
  readonly TopicArn: string;
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageStructure?: "json";
  readonly MessageAttributes?: Readonly<Record<string, { readonly DataType: "String"; readonly StringValue: string }>>;
}

/** Maps become numbered entries. Source: SNS API Reference, Publish. */
const flatten = ({ MessageAttributes = {}, ...texts }: Publish): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)),
  ...Object.fromEntries(
    Object.entries(MessageAttributes).flatMap(([name, { DataType, StringValue }], index) => {
      const entry = `MessageAttributes.entry.${index + 1}`;
      return [
        [`${entry}.Name`, name],
        [`${entry}.Value.DataType`, DataType],
        [`${entry}.Value.StringValue`, StringValue],
      ];
    }),
  ),
});

export const sns = {
  Publish: operation<Publish, { readonly MessageId?: string }>(
    "Publish",
    { flatten, read: textOnly("MessageId") },
    "Write",
    "sns:topic",
  ),
};
