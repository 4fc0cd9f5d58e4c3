import { PutRecordCommand, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { kinesisOf, type LeakedKey, leakKeyOf, removeUser, withStream } from "./scene.ts";

export const writeAsStranger = attack<LeakedKey>({
  id: "write-as-stranger",
  title: "Records are written by somebody who is no producer",
  story:
    "The key of a test user that may write to all streams was left in a container image. Whoever found it writes orders that nobody placed and payments that nobody made; the consumers take them for true.",
  attack: ["T1078.004", "T1565.001"],
  prepare: (scene) => leakKeyOf(scene, "load-test"),
  strike: async (scene, { credentials }) => {
    const kinesis = kinesisOf(scene, credentials);
    const record = { PartitionKey: "1", Data: Buffer.from("an order that nobody placed") };
    await kinesis.send(new PutRecordCommand({ StreamName: scene.stream.name, ...record }));
    const { arn: StreamARN } = withStream(scene, "payments").stream;
    await kinesis.send(new PutRecordsCommand({ StreamARN, Records: [record, record] }));
  },
  expected: {
    detections: ["stream-written-by-stranger"],
    outcomes: [{ action: "deactivate-access-key", type: "verified" }],
    messages: "several",
  },
  again: async (scene, { credentials }) => {
    const { name: StreamName } = scene.stream;
    await kinesisOf(scene, credentials).send(
      new PutRecordCommand({ StreamName, PartitionKey: "1", Data: Buffer.from("another") }),
    );
  },
  checks: [leakedKeyInactive],
  mend: async () => undefined,
  cleanUp: removeUser,
});
