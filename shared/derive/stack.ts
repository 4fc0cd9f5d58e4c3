import type { Settings } from "../baseline/settings.ts";
import { readSettingsFile } from "../settings/read-file.ts";
import { chatTopic } from "./chat-topic.ts";
import { deadLetters, queue, type Resources, shelf } from "./queues.ts";
import { roles } from "./roles.ts";
import { ruleIds as callRuleIds, globalRules, rules } from "./rules.ts";
import { alarmRuleId, streamAlarms } from "./stream-alarms.ts";

/** Everything in the template that follows from the code and from lockkeeper.yml. The rest stands in serverless.yml. */
export const derivedResources = async (settings: Settings): Promise<Resources> => {
  const { operators } = settings;
  const ruleIds = [...callRuleIds, alarmRuleId];
  return {
    ...rules(),
    ...streamAlarms(settings),
    ...deadLetters("Undelivered", "undelivered", { rules: ruleIds, operators }),
    // A little longer than the functions may run: after a crash the message comes again at once when that time is over.
    ...queue("Events", "events", 30, { rules: ruleIds, reader: "DetectRole", operators }),
    ...queue("IdentityFindings", "identity-findings", 40, {
      writers: ["DetectRole", "SweepRole", "ContainRole", "OperateRole"],
      reader: "ContainRole",
      operators,
    }),
    ...queue("ResourceFindings", "resource-findings", 70, {
      writers: ["DetectRole", "SweepRole", "RestoreRole", "OperateRole"],
      reader: "RestoreRole",
      operators,
    }),
    ...queue("TellBy", "tell-by", 40, { writers: ["DetectRole", "SweepRole"], reader: "NotifyRole", operators }),
    ...shelf("Unreadable", "unreadable", {
      writers: ["DetectRole", "SweepRole", "ContainRole", "RestoreRole"],
      operators,
    }),
    ...deadLetters("Untold", "untold", { writers: ["NotifyRole"], operators }),
    ...chatTopic(settings),
    ...(await roles(settings)),
  };
};

/**
 * Everything in the template of the part that stands in IAM's Region and forwards what is recorded there.
 * @param home the Region of the streams
 * @throws TypeError: what was expected, when it is none
 */
export const identityPart = ({ operators }: Settings, home: string): Resources => {
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(home))
    throw new TypeError(
      `--param home: expected the Region of the streams, such as eu-west-1, found ${JSON.stringify(home)}`,
    );
  const bus = { "Fn::Sub": `arn:\${AWS::Partition}:events:${home}:\${AWS::AccountId}:event-bus/default` };
  const forwarded = globalRules({
    Id: "home",
    Arn: bus,
    RoleArn: { "Fn::GetAtt": ["ForwardRole", "Arn"] },
    RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
    DeadLetterConfig: { Arn: { "Fn::GetAtt": ["Undelivered", "Arn"] } },
  });
  return {
    ...forwarded,
    ...deadLetters("Undelivered", "undelivered", { rules: Object.keys(forwarded), operators }),
    ForwardRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        Description: "Lets EventBridge hand what is recorded in this Region on to Lockkeeper. Derived from its code.",
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" }],
        },
        Policies: [
          {
            PolicyName: "forward",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: ["events:PutEvents"], Resource: bus }],
            },
          },
        ],
      },
    },
  };
};

/** @param config path of the settings file */
export const identityPartFrom = (config: string, home: string): Resources => identityPart(settingsFor(config), home);

const settingsFor = (config: string): Settings => readSettingsFile(config);

/** The topic for chats, for the environment of notify; empty without one. @param config path of the settings file */
export const chatTopicFrom = (config: string) => (settingsFor(config).notify.chat ? { Ref: "ChatTopic" } : "");

/** What serverless.yml reads. @param config path of the settings file */
export const resourcesFrom = (config: string): Promise<Resources> => derivedResources(settingsFor(config));
