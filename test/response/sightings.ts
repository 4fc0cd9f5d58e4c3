import type { Finding, Found, PlannedStep } from "../../shared/incident/finding.ts";
import { causeBy, orders } from "./orders.ts";
import { home } from "./stage.ts";

/** What can be filed: who is said to have done what to which stream. */
interface Seen {
  readonly actor?: string;
  readonly blamed?: boolean;
  readonly stream?: string;
  readonly steps?: readonly PlannedStep[];
}

export const streamArn = (name: string) => orders.replace("stream/orders", `stream/${name}`);

export const findingOf = (source: string, { actor, blamed = true, stream = source }: Seen): Finding => ({
  detection: "stream-encryption-stopped",
  title: "Encryption of the stream was stopped",
  severity: "High",
  confidence: "High",
  attack: [],
  controls: [],
  evidence: "The stream is not encrypted.",
  resource: { type: "AWS::Kinesis::Stream", id: streamArn(stream) },
  ...home,
  time: new Date().toISOString(),
  source,
  found: "NONE",
  ...(actor ? { cause: { ...causeBy(actor, "AKIAEXAMPLEEXAMPLE00"), blamed } } : {}),
});

export const foundOf = (source: string, seen: Seen = {}): Found => ({
  findings: [findingOf(source, seen)],
  steps: seen.steps ?? [],
  advice: [],
});
