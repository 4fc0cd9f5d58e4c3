import type { Lab } from "./index.ts";
import type { Credentials } from "./stack/clients.ts";

/** What a client needs to know about the lab, as JSON. */
export const summarise = ({
  endpoint,
  region,
  account,
  operator,
  attacker,
  streams,
  keys,
  deployed,
  messages,
  python,
}: Lab) => ({
  endpoint,
  region,
  account,
  operator,
  attacker,
  streams,
  keys,
  stack: { name: deployed.name, outputs: deployed.outputs },
  messages,
  python,
});

/** The same for people, to be pasted into a shell. */
export const describe = (lab: Lab): string => {
  const { endpoint, region, account, operator, attacker, streams, keys, deployed, messages, python } = lab;
  const [stream] = streams;
  const otherKey = keys["alias/reporting"];
  const list = streams.map(({ name, keyId }) => `  ${name}  encrypted with ${keyId}`).join("\n");
  return `
The local AWS is running, with Lockkeeper in it (stack ${deployed.name}, account ${account}).

export AWS_ENDPOINT_URL=${endpoint}
export AWS_REGION=${region}
export AWS_DEFAULT_REGION=${region}

# the operator (user ${operator.userName}, AdministratorAccess)
${exported(operator)}

# the attacker (user ${attacker.userName}: streams, keys, and sts:AssumeRole on ${attacker.roleArn})
${exported(attacker)}

Streams:
${list}
Messages to the people on call: below, and in ${messages}

An attack with the AWS CLI:
  aws kinesis start-stream-encryption --stream-name ${stream?.name} --encryption-type KMS --key-id ${otherKey}

The same with boto3:
  ${python} -c 'import boto3; boto3.client("kinesis").start_stream_encryption(StreamName="${stream?.name}", EncryptionType="KMS", KeyId="${otherKey}")'

Ctrl-C stops it.
`;
};

const exported = ({ accessKeyId, secretAccessKey }: Credentials): string =>
  `export AWS_ACCESS_KEY_ID=${accessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${secretAccessKey}`;
