import { SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import * as v from "valibot";
import { document, type Make, madeUpId } from "./skipped.ts";

const Properties = v.object({ Topics: v.array(v.string()), PolicyDocument: document });

/** AWS::SNS::TopicPolicy */
export const makeTopicPolicy: Make = async (resource, { sns }) => {
  const { Topics, PolicyDocument } = v.parse(Properties, resource.properties);
  for (const TopicArn of Topics) {
    const policy = { TopicArn, AttributeName: "Policy", AttributeValue: JSON.stringify(PolicyDocument) };
    await sns.send(new SetTopicAttributesCommand(policy));
  }
  return madeUpId(resource);
};
