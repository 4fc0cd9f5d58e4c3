import type { Call, Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyDrift } from "../detections/detection.ts";
import type { Ledger } from "../ledger/table.ts";
import type { Home } from "../resources/resource.ts";

/** What judging needs: the law, where it holds, and how to look at things. */
export interface Bench<R extends Permission> {
  readonly settings: Settings;
  readonly home: Home;
  readonly drifts: readonly AnyDrift<R>[];
  readonly call: Call<R>;
  readonly now: () => Date;
  /** Where stands what operators have accepted, what was found before, and how things were. */
  readonly ledger: Ledger<"dynamodb:BatchGetItem" | "dynamodb:GetItem" | "dynamodb:PutItem" | "dynamodb:Query">;
}

/** A protected resource that is to be looked at. */
export interface Suspect<R extends Permission> {
  readonly of: AnyDrift<R>["of"];
  readonly id: string;
}

/** What led to a look, whose call if one did, and whether there will be no other look. */
export interface Look {
  /** Names the look: CloudTrail's event id, or another that is the same each time it is taken. */
  readonly source: string;
  readonly by?: ApiCall;
  readonly lastTry: boolean;
  /** Judges only by these parts of the state, which an earlier look could not read. */
  readonly parts?: readonly string[];
}
