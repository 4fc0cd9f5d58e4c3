import { resources } from "../resources/index.ts";
import type { Resources } from "./queues.ts";

/**
 * EventBridge rules on the default bus, one for each service that a kind of resource belongs to, and one for IAM. They match
 * every management call that is no mere read, by service and not by name, so that an API newer than this program arrives too.
 * EventBridge allows 2,048 characters for a pattern (EventBridge User Guide, quotas).
 */
const services = [...new Set([...resources.flatMap((kind) => kind.services), "iam"])].sort();

export const patternFor = (service: string): object => ({
  source: [`aws.${service}`],
  "detail-type": ["AWS API Call via CloudTrail"],
  detail: { eventSource: [`${service}.amazonaws.com`], readOnly: [false], managementEvent: [true] },
});

const idFor = (service: string): string =>
  `${service.replace(/[^a-z0-9]/g, "").replace(/^./, (c) => c.toUpperCase())}WritesRule`;

export const ruleIds: readonly string[] = services.map(idFor);

export const rules = (): Resources =>
  Object.fromEntries(
    services.map((service) => [
      idFor(service),
      {
        Type: "AWS::Events::Rule",
        Properties: {
          Description: `Every call that may change something in ${service}, as CloudTrail records it`,
          EventPattern: patternFor(service),
          State: "ENABLED",
          Targets: [
            {
              Id: "events",
              Arn: { "Fn::GetAtt": ["Events", "Arn"] },
              RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
              DeadLetterConfig: { Arn: { "Fn::GetAtt": ["Undelivered", "Arn"] } },
            },
          ],
        },
      },
    ]),
  );
