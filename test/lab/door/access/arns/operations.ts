import { type ArnsOf, arnOr, text } from "./types.ts";

export const lambda: ArnsOf = ({ operation, input, http }, { region, account }) => {
  const mapping = text(input, "UUID");
  if (mapping) return [`arn:aws:lambda:${region}:${account}:event-source-mapping:${mapping}`];
  const resource = text(input, "Resource");
  if (resource) return [resource];
  const layer = text(input, "LayerName");
  if (layer) return [`arn:aws:lambda:${region}:${account}:layer:${layer}`];
  if (operation === "CreateEventSourceMapping" || http.url.includes("event-source-mappings")) return [];
  const name = text(input, "FunctionName");
  const bare = name && !name.startsWith("arn:") ? name.split(":function:").at(-1) : name;
  const qualifier = text(input, "Qualifier");
  return arnOr(bare, (short) => `arn:aws:lambda:${region}:${account}:function:${short}`).map((arn) =>
    qualifier && arn.split(":").length === 7 ? `${arn}:${qualifier}` : arn,
  );
};

export const cloudtrail: ArnsOf = ({ input }, { region, account }) =>
  arnOr(
    text(input, "Name", "TrailName", "ResourceId"),
    (name) => `arn:aws:cloudtrail:${region}:${account}:trail/${name}`,
  );

export const logs: ArnsOf = ({ input }, { region, account }) => {
  const group = text(input, "logGroupName", "logGroupIdentifier", "resourceArn");
  const stream = text(input, "logStreamName");
  const arns = arnOr(group, (name) => `arn:aws:logs:${region}:${account}:log-group:${name}`);
  return arns.map((arn) => (stream ? `${arn}:log-stream:${stream}` : arn));
};

/** Only security groups: the rest of EC2 the door does not know. */
export const ec2: ArnsOf = ({ operation, input }, { region, account }) => {
  if (!/SecurityGroup/.test(operation) || operation.startsWith("Describe")) return [];
  return arnOr(text(input, "GroupId") ?? "*", (id) => `arn:aws:ec2:${region}:${account}:security-group/${id}`);
};

export const cloudformation: ArnsOf = ({ input }, { region, account }) =>
  arnOr(text(input, "StackName"), (name) => `arn:aws:cloudformation:${region}:${account}:stack/${name}/*`);
