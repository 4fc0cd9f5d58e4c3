import { SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { type Make, madeUpId } from "./skipped.ts";

/** AWS::SNS::TopicPolicy */
export const makeTopicPolicy: Make = async (resource, { sns }) => {
  const { Topics, PolicyDocument } = resource.properties as { Topics: readonly string[]; PolicyDocument: object };
  for (const TopicArn of Topics) {
    const policy = { TopicArn, AttributeName: "Policy", AttributeValue: JSON.stringify(PolicyDocument) };
    await sns.send(new SetTopicAttributesCommand(policy));
  }
  return madeUpId(resource);
};
