import {
  DeleteResourcePolicyCommand,
  GetRecordsCommand,
  GetResourcePolicyCommand,
  GetShardIteratorCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, type Clients, type ExampleLab, openExampleLab, policy } from "../example-lab.ts";
import { arnOf, newStream } from "./stream.ts";

let lab: ExampleLab;
let kinesis: Clients["kinesis"];

beforeAll(async () => {
  lab = await openExampleLab({ updatingMs: 0, resourcePolicyTps: 20 });
  kinesis = lab.as(lab.root).kinesis;
}, 120_000);
afterAll(() => lab.close());

const share = (Resource: string, Action: unknown, Principal: unknown = { AWS: `arn:aws:iam::${account}:user/vera` }) =>
  policy({ Effect: "Allow", Principal, Action, Resource });
const put = (ResourceARN: string, Policy: string) =>
  kinesis.send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
const get = async (ResourceARN: string) => (await kinesis.send(new GetResourcePolicyCommand({ ResourceARN }))).Policy;
const remove = (ResourceARN: string) => kinesis.send(new DeleteResourcePolicyCommand({ ResourceARN }));
const missing = { name: "ResourceNotFoundException" };

test("policies of streams and of consumers are kept byte for byte, and are empty where there is none", async () => {
  const stream = await newStream(kinesis, "shared");
  const { Consumer } = await kinesis.send(
    new RegisterStreamConsumerCommand({ StreamARN: stream, ConsumerName: "app" }),
  );
  const consumer = Consumer?.ConsumerARN ?? "";
  for (const [arn, action] of [
    [stream, "kinesis:GetRecords"],
    [consumer, "kinesis:SubscribeToShard"],
  ] as const) {
    expect(await get(arn)).toBe("{}");
    await expect(remove(arn)).rejects.toMatchObject(missing);
    const text = ` ${share(arn, [action]).replaceAll(",", " ,\n")} `;
    await put(arn, text);
    expect(await get(arn)).toBe(text);
  }
  await remove(consumer);
  expect(await get(consumer)).toBe("{}");
  expect(await get(stream)).not.toBe("{}");
  for (const arn of [arnOf("none"), `${stream}/consumer/none:1700000000`]) {
    await expect(get(arn)).rejects.toMatchObject(missing);
    await expect(put(arn, share(arn, "kinesis:GetRecords"))).rejects.toMatchObject(missing);
  }
});

test("a policy lets others in as long as it stands", async () => {
  const StreamARN = await newStream(kinesis, "opened");
  const vera = lab.as(await lab.user("vera")).kinesis;
  const iterator = () =>
    vera.send(
      new GetShardIteratorCommand({ StreamARN, ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" }),
    );
  await expect(iterator()).rejects.toMatchObject({ name: "AccessDeniedException" });
  await put(StreamARN, share(StreamARN, ["kinesis:GetShardIterator", "kinesis:GetRecords"]));
  const { ShardIterator } = await iterator();
  expect((await vera.send(new GetRecordsCommand({ ShardIterator }))).Records).toEqual([]);
  await remove(StreamARN);
  await expect(iterator()).rejects.toMatchObject({ name: "AccessDeniedException" });
});

const refused: Readonly<Record<string, { readonly action: unknown; readonly principal?: unknown }>> = {
  everybody: { action: "kinesis:GetRecords", principal: "*" },
  "every account": { action: "kinesis:GetRecords", principal: { AWS: "*" } },
  "some users": { action: "kinesis:GetRecords", principal: { AWS: "arn:aws:iam::210987654321:user/*" } },
  "every action": { action: "kinesis:*" },
  "some actions": { action: ["kinesis:ListShards", "kinesis:Get*"] },
  "what cannot be shared": { action: "kinesis:DeleteStream" },
  "what belongs to consumers": { action: "kinesis:SubscribeToShard" },
  "another service": { action: "s3:GetObject" },
};

test.each(Object.entries(refused))("a stream's policy for %s is refused", async (why, of) => {
  const { action, principal = { AWS: "210987654321" } } = of;
  const arn = await newStream(kinesis, `closed-${why.replaceAll(" ", "-")}`);
  await expect(put(arn, share(arn, action, principal))).rejects.toMatchObject({ name: "InvalidArgumentException" });
  expect(await get(arn)).toBe("{}");
});

test("text that is no policy is refused", async () => {
  const arn = await newStream(kinesis, "garbled");
  for (const text of ["", "{}", "hello"]) await expect(put(arn, text)).rejects.toThrow("");
  expect(await get(arn)).toBe("{}");
});

test("the option resourcePolicyTps limits reads and writes of policies, each for itself", async () => {
  const limited = await openExampleLab({ updatingMs: 0, resourcePolicyTps: 5 });
  const { kinesis: client } = limited.as(limited.root);
  const ResourceARN = await newStream(client, "hasty");
  const read = () => client.send(new GetResourcePolicyCommand({ ResourceARN }));
  const results = await Promise.allSettled(Array.from({ length: 8 }, read));
  expect(results.filter(({ status }) => status === "fulfilled").length).toBe(5);
  await expect(read()).rejects.toMatchObject({ name: "LimitExceededException" });
  const Policy = share(ResourceARN, "kinesis:GetRecords");
  await client.send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
  await new Promise((resolve) => setTimeout(resolve, 1050));
  expect((await read()).Policy).toBe(Policy);
  await limited.close();
}, 60_000);
