import type { KinesisState } from "../answers/kinesis/state.ts";
import type { Directory } from "../caller/directory.ts";
import type { Moto } from "../moto.ts";
import { tagsOf } from "../values.ts";
import type { Remembered } from "./remembered.ts";

/** The `aws:ResourceTag/…` keys of a resource; only for streams with their consumers and channels, users and roles; the rest is not looked up. */
export type ResourceTags = (arn: string, directory: Directory) => Promise<Readonly<Record<string, string>>>;

const asKeys = (tags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));

export const openResourceTags = (moto: Moto, remembered: Remembered, kinesis: KinesisState): ResourceTags => {
  const tags = remembered.store<Readonly<Record<string, string>>>();
  return async (arn, { users, roles }) => {
    if (arn.includes(":iam:")) {
      const user = [...users.values()].find((one) => one.arn === arn);
      return asKeys((user ?? roles.get(arn))?.tags ?? {});
    }
    if (!/:kinesis:.*:stream\/[^/]+$/.test(arn)) return asKeys(kinesis.tags.get(arn) ?? {});
    return asKeys(await tags("kinesis", arn, () => ofStream(moto, arn)));
  };
};

const ofStream = async (moto: Moto, arn: string): Promise<Readonly<Record<string, string>>> => {
  const found = await moto.call("kinesis", "ListTagsForStream", { StreamARN: arn }, arn.split(":")[3]);
  return tagsOf(found.ok ? found.output.Tags : []);
};
