import type { SettingsExemption } from "../baseline/settings.ts";
import { expiry, type Item, keptDays, keys, type Ledger, queryAll, toValues } from "./table.ts";

/** Everything is stopped: nothing is written to any resource or identity until it is lifted. */
export interface Freeze {
  /** The ARN of who ordered it. */
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** One of lockkeeper.yml, or one that was ordered. */
export interface Exemption extends SettingsExemption {
  /** The ARN of who made it; absent when it stands in lockkeeper.yml. */
  readonly by?: string;
}

/** What operators have set that holds at once, without a deployment. */
export interface Control {
  readonly freeze?: Freeze;
  readonly exemptions: readonly Exemption[];
}

const frozen = "frozen";
const exemption = (id: string) => `exemption#${id}`;

/** Read afresh for every step. @throws when it cannot be read; then nothing may be done */
export const readControl = async (ledger: Ledger<"dynamodb:Query">): Promise<Control> => {
  const items = await queryAll(ledger, keys.control);
  const said = <T>(item: Item): T => JSON.parse(String(item["said"])) as T;
  const stop = items.find(({ sk }) => sk === frozen);
  return {
    ...(stop && stop["lifted"] !== 1 ? { freeze: said<Freeze>(stop) } : {}),
    exemptions: items.filter(({ sk }) => String(sk).startsWith(exemption(""))).map((item) => said<Exemption>(item)),
  };
};

const put = async (ledger: Ledger<"dynamodb:PutItem">, item: Item): Promise<void> => {
  await ledger.call("dynamodb:PutItem", { TableName: ledger.table, Item: toValues({ pk: keys.control, ...item }) });
};

/** Stops everything at once. It stands until it is lifted; nothing lets it run out. */
export const freezeAll = (ledger: Ledger<"dynamodb:PutItem">, freeze: Freeze): Promise<void> =>
  put(ledger, { sk: frozen, said: JSON.stringify(freeze) });

/** Lifts the stop. The item stays, so that the table's stream tells of it. */
export const liftFreeze = (ledger: Ledger<"dynamodb:PutItem">, by: string): Promise<void> =>
  put(ledger, {
    sk: frozen,
    lifted: 1,
    said: JSON.stringify({ by, at: ledger.now().toISOString(), reason: "lifted" }),
  });

/** Makes an exemption, or changes one. Kept a while after it has run out, so that people are told that it has. */
export const putExemption = (ledger: Ledger<"dynamodb:PutItem">, one: Exemption): Promise<void> =>
  put(ledger, {
    sk: exemption(one.id),
    said: JSON.stringify(one),
    expires: expiry(new Date(one.until), keptDays.incident),
  });
