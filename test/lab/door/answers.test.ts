import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  CreateStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import { CreateFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, type ExampleLab, openExampleLab } from "./example-lab.ts";

let lab: ExampleLab;
const run = promisify(execFile);

beforeAll(async () => {
  lab = await openExampleLab({
    updatingMs: 150,
    onInvoke: async (name, payload) =>
      payload.includes("fail")
        ? { payload: '{"errorMessage":"no"}', functionError: "Unhandled" }
        : { payload: JSON.stringify({ name, got: payload.toString("utf8") }) },
  });
}, 120_000);
afterAll(() => lab.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a stream is UPDATING for a while after its encryption changed, and takes no further change in that time", async () => {
  const { kinesis, kms } = lab.as(lab.root);
  await kinesis.send(new CreateStreamCommand({ StreamName: "slow", ShardCount: 1 }));
  const KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
  const encryption = { StreamName: "slow", EncryptionType: "KMS", KeyId } as const;
  const status = async () =>
    (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: "slow" }))).StreamDescriptionSummary
      ?.StreamStatus;
  await kinesis.send(new StartStreamEncryptionCommand(encryption));
  expect(await status()).toBe("UPDATING");
  expect((await kinesis.send(new DescribeStreamCommand({ StreamName: "slow" }))).StreamDescription?.StreamStatus).toBe(
    "UPDATING",
  );
  await expect(kinesis.send(new StopStreamEncryptionCommand(encryption))).rejects.toMatchObject({
    name: "ResourceInUseException",
  });
  await pause(200);
  expect(await status()).toBe("ACTIVE");
  await kinesis.send(new StopStreamEncryptionCommand(encryption));
  await pause(200);
  await kms.send(new DisableKeyCommand({ KeyId }));
  await expect(kinesis.send(new StartStreamEncryptionCommand(encryption))).rejects.toMatchObject({
    name: "KMSDisabledException",
  });
  const missing = { ...encryption, KeyId: "11111111-2222-3333-4444-555555555555" };
  await expect(kinesis.send(new StartStreamEncryptionCommand(missing))).rejects.toMatchObject({
    name: "KMSNotFoundException",
  });
});

test("the 26th start of encryption within 24 hours is refused", async () => {
  const quick = await openExampleLab({ updatingMs: 0 });
  const { kinesis } = quick.as(quick.root);
  await kinesis.send(new CreateStreamCommand({ StreamName: "often", ShardCount: 1 }));
  const start = () =>
    kinesis.send(
      new StartStreamEncryptionCommand({ StreamName: "often", EncryptionType: "KMS", KeyId: "alias/aws/kinesis" }),
    );
  for (let i = 0; i < 25; i++) await start();
  await expect(start()).rejects.toMatchObject({ name: "LimitExceededException" });
  await quick.close();
}, 120_000);

test("Invoke runs the lab's function, and knows only functions that were made", async () => {
  const { lambda } = lab.as(lab.root);
  const Role = await lab.role("runner", { Service: "lambda.amazonaws.com" });
  const ZipFile = zipSync({ "index.mjs": new TextEncoder().encode("export const handler = () => 1") });
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "echo",
      Role,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Code: { ZipFile },
    }),
  );
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: "echo", Payload: Buffer.from("7") }),
  );
  expect(FunctionError).toBeUndefined();
  expect(JSON.parse(Payload?.transformToString() ?? "")).toEqual({ name: "echo", got: "7" });
  const failed = await lambda.send(new InvokeCommand({ FunctionName: "echo", Payload: Buffer.from('"fail"') }));
  expect(failed.FunctionError).toBe("Unhandled");
  await expect(lambda.send(new InvokeCommand({ FunctionName: "other" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("a service takes on only roles that trust it, and the role's policies bind it", async () => {
  const trusting = await lab.role(
    "worker",
    { Service: "lambda.amazonaws.com" },
    { Effect: "Allow", Action: "kinesis:ListShards", Resource: "*" },
  );
  const other = await lab.role("stranger", { Service: "ec2.amazonaws.com" });
  const credentials = await lab.door.assumeRoleFor("lambda.amazonaws.com", trusting, "worker-1");
  const { kinesis } = lab.as(credentials);
  await kinesis.send(new ListShardsCommand({ StreamName: "slow" }));
  await expect(kinesis.send(new DescribeStreamCommand({ StreamName: "slow" }))).rejects.toThrow(
    `assumed-role/worker/worker-1 is not authorized`,
  );
  await expect(lab.door.assumeRoleFor("lambda.amazonaws.com", other, "x")).rejects.toMatchObject({
    code: "AccessDenied",
  });
  const record = await lab.door.trail.waitFor(
    ({ eventName, errorCode }) => eventName === "AssumeRole" && errorCode === undefined,
  );
  expect(record).toMatchObject({
    userIdentity: { type: "AWSService", invokedBy: "lambda.amazonaws.com" },
    sourceIPAddress: "lambda.amazonaws.com",
    resources: [{ accountId: account, type: "AWS::IAM::Role", ARN: trusting }],
  });
});

test("faults hit the next calls of an operation and are recorded", async () => {
  const { kinesis } = lab.as(lab.root);
  const list = () => kinesis.send(new ListShardsCommand({ StreamName: "slow" }));
  const error = { status: 400, code: "LimitExceededException", message: "Rate exceeded" };
  lab.door.faults.add({ service: "kinesis", operation: "ListShards", times: 2, error });
  await expect(list()).rejects.toMatchObject({ name: "LimitExceededException" });
  await expect(list()).rejects.toMatchObject({ name: "LimitExceededException" });
  expect((await list()).Shards?.length).toBe(1);
  const record = lab.door.trail.records().findLast(({ errorCode }) => errorCode === "LimitExceededException");
  expect(record).toMatchObject({
    eventName: "ListShards",
    errorMessage: "Rate exceeded",
    requestParameters: { streamName: "slow" },
  });
  lab.door.faults.add({ service: "kinesis", operation: "ListShards", delayMs: 120 });
  const begun = Date.now();
  await list();
  expect(Date.now() - begun).toBeGreaterThanOrEqual(115);
});

test("large objects pass unchanged, with their length in HEAD", async () => {
  const { s3 } = lab.as(lab.root);
  const Body = Buffer.alloc(3_000_000, "artefact");
  await s3.send(new CreateBucketCommand({ Bucket: "artefacts" }));
  await s3.send(new PutObjectCommand({ Bucket: "artefacts", Key: "a/b.zip", Body }));
  const got = await s3.send(new GetObjectCommand({ Bucket: "artefacts", Key: "a/b.zip" }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Body)).toBe(true);
  expect((await s3.send(new HeadObjectCommand({ Bucket: "artefacts", Key: "a/b.zip" }))).ContentLength).toBe(3_000_000);
});

test("boto3 sees the same AWS: users, denials, metrics, uploads and presigned URLs", async () => {
  const script = `
import boto3, io, json, sys, urllib.request
from botocore.exceptions import ClientError
def client(service, key, secret):
    return boto3.client(service, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret)
root = ("${lab.root.accessKeyId}", "${lab.root.secretAccessKey}")
iam = client("iam", *root)
iam.create_user(UserName="py")
key = iam.create_access_key(UserName="py")["AccessKey"]
py = (key["AccessKeyId"], key["SecretAccessKey"])
result = {"arn": client("sts", *py).get_caller_identity()["Arn"]}
for service, call in (("kinesis", lambda c: c.list_streams()), ("ec2", lambda c: c.describe_vpcs()), ("s3", lambda c: c.list_buckets()),
                      ("lambda", lambda c: c.list_functions()), ("sqs", lambda c: c.list_queues()), ("cloudwatch", lambda c: c.list_metrics())):
    try: call(client(service, *py)); result[service] = "allowed"
    except ClientError as error: result[service] = error.response["Error"]["Code"]
cloudwatch = client("cloudwatch", *root)
cloudwatch.put_metric_data(Namespace="lab", MetricData=[{"MetricName": "m", "Value": 1.5}])
result["metrics"] = [m["MetricName"] for m in cloudwatch.list_metrics(Namespace="lab")["Metrics"]]
s3 = client("s3", *root)
s3.create_bucket(Bucket="from-python")
s3.upload_fileobj(io.BytesIO(b"y" * 9_000_000), "from-python", "big")
result["presigned"] = len(urllib.request.urlopen(s3.generate_presigned_url("get_object", Params={"Bucket": "from-python", "Key": "big"})).read())
print(json.dumps(result))`;
  const { stdout } = await run(lab.python, ["-c", script, lab.door.endpoint]);
  expect(JSON.parse(stdout)).toEqual({
    arn: `arn:aws:iam::${account}:user/py`,
    kinesis: "AccessDeniedException",
    ec2: "UnauthorizedOperation",
    s3: "AccessDenied",
    lambda: "AccessDeniedException",
    sqs: "AccessDenied",
    cloudwatch: "AccessDeniedException",
    metrics: ["m"],
    presigned: 9_000_000,
  });
  const metric = lab.door.trail.records().find(({ eventName }) => eventName === "PutMetricData");
  expect(metric?.requestParameters).toEqual({ namespace: "lab", metricData: [{ metricName: "m", value: 1.5 }] });
});
