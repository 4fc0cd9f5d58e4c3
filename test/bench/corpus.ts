/** Records as an account of some size writes them, made up from a seed: nearly all are of services that have nothing to do with streams. */

/** Mulberry32, a small generator of numbers in [0, 1) that are the same for the same seed. */
const numbersFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** How often calls come, in a thousand. Source of the proportions: what public collections of CloudTrail records are made of. */
const mix: readonly (readonly [weight: number, service: string, name: string, readOnly: boolean])[] = [
  [210, "kms", "Decrypt", true],
  [150, "kms", "GenerateDataKey", true],
  [190, "s3", "GetObject", true],
  [80, "s3", "PutObject", false],
  [140, "sts", "AssumeRole", true],
  [90, "ec2", "DescribeInstances", true],
  [40, "logs", "CreateLogStream", false],
  [30, "ssm", "UpdateInstanceInformation", false],
  [25, "dynamodb", "DescribeTable", true],
  [15, "iam", "GetRole", true],
  [10, "lambda", "GetFunction20150331v2", true],
  [10, "ecr", "BatchGetImage", true],
  [6, "kinesis", "DescribeStreamSummary", true],
  [2, "kinesis", "AddTagsToStream", false],
  [1, "kinesis", "UpdateShardCount", false],
  [1, "kinesis", "PutResourcePolicy", false],
];
const total = mix.reduce((sum, [weight]) => sum + weight, 0);

const picked = (place: number): readonly [service: string, name: string, readOnly: boolean] => {
  let before = 0;
  for (const [weight, service, name, readOnly] of mix) {
    before += weight;
    if (place < before) return [service, name, readOnly];
  }
  throw new RangeError(`expected a place below ${total}, found ${place}`);
};

const account = "123456789012";
const region = "us-east-1";

/** Calls that services make by themselves, for nobody. */
const ofServices: readonly string[] = ["AssumeRole", "GenerateDataKey"];

/** Records one after the other, without end; the same for the same seed. About 1.3 kB each. */
export function* recordsFrom(seed: number): Generator<object> {
  const random = numbersFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const hex = (length: number) => Array.from({ length }, () => below(16).toString(16)).join("");
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-9${hex(3)}-${hex(12)}`;
  let time = Date.parse("2026-10-01T00:00:00Z");

  const workload = () => {
    const roleName = `workload-${below(40)}`;
    const session = `i-0${hex(16)}`;
    return {
      type: "AssumedRole",
      principalId: `AROA${hex(17).toUpperCase()}:${session}`,
      arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${session}`,
      accountId: account,
      accessKeyId: `ASIA${hex(16).toUpperCase()}`,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: `AROA${hex(17).toUpperCase()}`,
          arn: `arn:aws:iam::${account}:role/${roleName}`,
          accountId: account,
          userName: roleName,
        },
        attributes: {
          creationDate: new Date(time - 600_000).toISOString().replace(/\.\d+/, ""),
          mfaAuthenticated: "false",
        },
        ec2RoleDelivery: "2.0",
      },
    };
  };
  for (;;) {
    const [service, eventName, readOnly] = picked(random() * total);
    time += below(400);
    const stream = `arn:aws:kinesis:${region}:${account}:stream/stream-${below(20)}`;
    const resource = service === "kinesis" ? stream : `arn:aws:${service}:${region}:${account}:thing/${hex(12)}`;
    const isOfService = ofServices.includes(eventName);
    yield {
      eventVersion: "1.11",
      userIdentity: isOfService ? { type: "AWSService", invokedBy: "ec2.amazonaws.com" } : workload(),
      eventTime: new Date(time).toISOString().replace(/\.\d+/, ""),
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: region,
      sourceIPAddress: isOfService ? "ec2.amazonaws.com" : `10.${below(256)}.${below(256)}.${below(256)}`,
      userAgent: isOfService
        ? "ec2.amazonaws.com"
        : "aws-sdk-java/2.31.77 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1 lang/java#21.0.8 md/vendor#Amazon.com_Inc.",
      requestParameters: {
        resource,
        name: `thing-${hex(6)}`,
        ...(service === "kms" ? { encryptionContext: { "aws:resource": resource } } : {}),
      },
      responseElements: null,
      requestID: uuid(),
      eventID: uuid(),
      readOnly,
      resources: [{ accountId: account, type: `AWS::${service}::Thing`, ARN: resource }],
      eventType: "AwsApiCall",
      managementEvent: service !== "s3",
      recipientAccountId: account,
      eventCategory: service === "s3" ? "Data" : "Management",
      tlsDetails: {
        tlsVersion: "TLSv1.3",
        cipherSuite: "TLS_AES_128_GCM_SHA256",
        clientProvidedHostHeader: `${service}.${region}.amazonaws.com`,
      },
    };
  }
}

/** So many records as lines of JSON. */
export const linesFrom = (seed: number, records: number): readonly string[] => {
  const lines: string[] = [];
  for (const record of recordsFrom(seed)) {
    if (lines.length === records) break;
    lines.push(JSON.stringify(record));
  }
  return lines;
};
