import type { Settings } from "../baseline/settings.ts";
import type { Resources } from "./queues.ts";

/**
 * The topic that Amazon Q Developer in chat applications listens to, if lockkeeper.yml wants one. It is encrypted with the key of
 * the other topic; only notify may publish to it, since it must carry nothing else.
 */
export const chatTopic = ({ notify }: Settings): Resources =>
  notify.chat
    ? {
        ChatTopic: {
          Type: "AWS::SNS::Topic",
          Properties: {
            TopicName: { "Fn::Sub": "${AWS::StackName}-chat" },
            DisplayName: "Lockkeeper",
            KmsMasterKeyId: { Ref: "TopicKey" },
          },
        },
        ChatTopicPolicy: {
          Type: "AWS::SNS::TopicPolicy",
          Properties: {
            Topics: [{ Ref: "ChatTopic" }],
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                {
                  Sid: "TlsOnly",
                  Effect: "Deny",
                  Principal: "*",
                  Action: "sns:Publish",
                  Resource: { Ref: "ChatTopic" },
                  Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
                {
                  Sid: "Notify",
                  Effect: "Allow",
                  Principal: { AWS: { "Fn::GetAtt": ["NotifyRole", "Arn"] } },
                  Action: "sns:Publish",
                  Resource: { Ref: "ChatTopic" },
                },
              ],
            },
          },
        },
      }
    : {};
