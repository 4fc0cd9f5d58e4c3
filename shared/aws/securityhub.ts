import { restJsonOperations } from "./json-protocol.ts";

const operation = restJsonOperations({ name: "securityhub" });

/** Findings in the AWS Security Finding Format, at most 100. */
interface Import {
  readonly Findings: readonly { readonly Id: string; readonly ProductArn: string }[];
}

/** Some may have been refused although the call succeeded. */
interface Imported {
  readonly SuccessCount?: number;
  readonly FailedCount?: number;
  readonly FailedFindings?: readonly {
    readonly Id: string;
    readonly ErrorCode: string;
    readonly ErrorMessage: string;
  }[];
}

export const securityhub = {
  BatchImportFindings: operation<Import, Imported>("/findings/import", "Write", "securityhub:product"),
};
