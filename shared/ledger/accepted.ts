import { createHash } from "node:crypto";
import { keys, type Ledger, queryAll, toValues } from "./table.ts";

/** A deviation that an operator has accepted: it stands beside what lockkeeper.yml declares, and is no finding any more. */
export interface Accepted {
  readonly detection: string;
  /** What was found, as the detection names it. Another value is a finding again. */
  readonly found: string;
  /** The ARN of who accepted it. */
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** What was accepted of a resource. */
export const readAccepted = async (ledger: Ledger<"dynamodb:Query">, resource: string): Promise<readonly Accepted[]> =>
  (await queryAll(ledger, keys.accepted(resource))).map(({ accepted }) => JSON.parse(String(accepted)) as Accepted);

/**
 * Accepts one value. It does not run out: lockkeeper.yml is where it belongs in the end.
 * @param several other values that were accepted of the same detection stay so; otherwise the last one counts
 */
export const putAccepted = async (
  ledger: Ledger<"dynamodb:PutItem">,
  resource: string,
  accepted: Accepted,
  several = false,
): Promise<void> => {
  const { detection, found } = accepted;
  const sk = several ? `${detection}#${createHash("sha256").update(found).digest("hex")}` : detection;
  const item = { pk: keys.accepted(resource), sk, accepted: JSON.stringify(accepted) };
  await ledger.call("dynamodb:PutItem", { TableName: ledger.table, Item: toValues(item) });
};

/** Whether what was found was accepted. */
export const isAccepted = (accepted: readonly Accepted[], detection: string, found: string | undefined): boolean =>
  found !== undefined && accepted.some((one) => one.detection === detection && one.found === found);
