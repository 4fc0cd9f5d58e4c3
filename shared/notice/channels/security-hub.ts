import type { Call } from "../../aws/operations.ts";
import type { Channel } from "./channel.ts";

/** Security Hub: the findings of an incident, new or brought up to date. At most 100 a call; a message holds fewer. */
export const securityHub = (call: Call<"securityhub:BatchImportFindings">): Channel => ({
  name: "security-hub",
  send: async ({ findings }) => {
    if (findings.length === 0) return;
    const { FailedCount = 0, FailedFindings = [] } = await call("securityhub:BatchImportFindings", {
      Findings: findings,
    });
    // The answer is a success even if none was taken.
    const code = FailedFindings[0]?.ErrorCode ?? "no code given";
    if (FailedCount > 0) throw new Error(`${FailedCount} findings were not taken by Security Hub: ${code}`);
  },
});
