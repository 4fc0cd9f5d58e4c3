import type { Confidence, Severity } from "../detections/detection.ts";
import { command } from "./commands.ts";
import { saidOf } from "./email/steps.ts";
import { ascii, plain } from "./plain.ts";
import { most, type Told, type ToldFinding } from "./told.ts";

/**
 * A finding for Security Hub. Severity, types and confidence go into FindingProviderFields: the fields of the same name belong to
 * whoever works on the finding there.
 * Source: AWS Security Hub User Guide, "AWS Security Finding Format (ASFF)", and API Reference, BatchImportFindings.
 */
export interface AsffFinding {
  readonly SchemaVersion: "2018-10-08";
  readonly Id: string;
  readonly ProductArn: string;
  readonly GeneratorId: string;
  readonly AwsAccountId: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly FirstObservedAt: string;
  readonly LastObservedAt: string;
  readonly Title: string;
  readonly Description: string;
  readonly Remediation: { readonly Recommendation: { readonly Text: string } };
  readonly ProductFields: Readonly<Record<string, string>>;
  readonly Resources: readonly {
    readonly Type: string;
    readonly Id: string;
    readonly Partition: string;
    readonly Region: string;
  }[];
  readonly FindingProviderFields: {
    readonly Severity: { readonly Label: string };
    readonly Types: readonly string[];
    readonly Confidence: number;
  };
  readonly RecordState: "ACTIVE" | "ARCHIVED";
}

const labels = { Low: "LOW", Medium: "MEDIUM", High: "HIGH", Critical: "CRITICAL" } as const satisfies Readonly<
  Record<Severity, string>
>;
/** 0 to 100. */
const percent = { Low: 30, Medium: 60, High: 90 } as const satisfies Readonly<Record<Confidence, number>>;

/** The resource types of ASFF; any other is `Other`. */
const types: Readonly<Record<string, string>> = {
  "AWS::::Account": "AwsAccount",
  "AWS::Kinesis::Stream": "AwsKinesisStream",
  "AWS::KMS::Key": "AwsKmsKey",
  "AWS::IAM::User": "AwsIamUser",
  "AWS::IAM::Role": "AwsIamRole",
};

const asff = (told: Told, { finding, uid, count, first, last }: ToldFinding): AsffFinding => {
  const { incident, deployment, state, stand, steps, now } = told;
  const { account, region } = deployment;
  const { resource, severity, confidence } = finding;
  const partition = /^arn:([a-z-]+):/.exec(resource.id)?.[1] ?? "aws";
  const answers = steps.filter(({ step }) => step.detection === finding.detection && step.resource.id === resource.id);
  const done = answers.map(({ action, step, outcome }) => `${action?.title ?? step.action}: ${saidOf(outcome)}.`);
  return {
    SchemaVersion: "2018-10-08",
    Id: ascii(`lockkeeper/${uid}`, 512),
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    GeneratorId: `lockkeeper/${finding.detection}`,
    AwsAccountId: account,
    CreatedAt: incident.openedAt,
    UpdatedAt: now,
    FirstObservedAt: first,
    LastObservedAt: last,
    Title: plain(finding.title, 256),
    Description: plain([finding.evidence, ...done].join(" "), 1_024),
    Remediation: {
      Recommendation: { Text: command(deployment, "show", "--incident", ascii(incident.id, 200)) },
    },
    ProductFields: {
      "lockkeeper/incident": ascii(incident.id, 200),
      "lockkeeper/state": state,
      "lockkeeper/stand": stand,
      "lockkeeper/count": `${count}`,
      ...(finding.attack.length > 0 ? { "lockkeeper/attack": finding.attack.join(",") } : {}),
    },
    Resources: [
      { Type: types[resource.type] ?? "Other", Id: plain(resource.id, 512), Partition: partition, Region: region },
    ],
    FindingProviderFields: {
      Severity: { Label: labels[severity] },
      Types: ["TTPs"],
      Confidence: percent[confidence],
    },
    RecordState: state === "closed" ? "ARCHIVED" : "ACTIVE",
  };
};

/** The findings of an incident for Security Hub, each with what was done about it. */
export const asffFindings = (told: Told): readonly AsffFinding[] =>
  told.findings.slice(-most).map((finding) => asff(told, finding));
