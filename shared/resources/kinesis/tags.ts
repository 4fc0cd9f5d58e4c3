import type { Call } from "../../aws/operations.ts";

/** The tags of a stream, a consumer or a channel. Source: Kinesis API Reference, ListTagsForResource: five calls a second. */
export const readTags = async (
  arn: string,
  call: Call<"kinesis:ListTagsForResource">,
): Promise<Readonly<Record<string, string>>> => {
  const { Tags = [] } = await call("kinesis:ListTagsForResource", { ResourceARN: arn });
  return Object.fromEntries((Tags ?? []).flatMap(({ Key, Value }) => (Key ? [[Key, Value ?? ""]] : [])));
};
