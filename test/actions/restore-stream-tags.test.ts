import { AddTagsToStreamCommand } from "@aws-sdk/client-kinesis";
import { restoreStreamTags } from "../../shared/actions/kinesis/restore-stream-tags.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { createStream, removeStream } from "./kinesis-stream.ts";
import { obeysTheLaws } from "./laws.ts";

const tagged = (Tags: Record<string, string>) => async (lab: ExampleLab, name: string) => {
  const { arn, kinesis } = await createStream(lab, name);
  if (Object.keys(Tags).length > 0) await kinesis.send(new AddTagsToStreamCommand({ StreamName: name, Tags }));
  return { stream: arn, tags: { access: "restricted", team: "orders" } };
};

obeysTheLaws(
  restoreStreamTags,
  [
    { name: "a stream without any tag", prepare: tagged({}) },
    {
      name: "a stream with other values, and with tags that are nobody's business",
      prepare: tagged({ access: "open", team: "", cost: "7" }),
    },
    { name: "a stream of which one tag is gone", prepare: tagged({ team: "orders" }) },
  ].map((one) => ({ ...one, remove: removeStream })),
);
