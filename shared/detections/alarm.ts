import type { StreamSettings } from "../baseline/stream-settings.ts";
import type { Talker } from "../cloudtrail/talker.ts";
import type { Alarm } from "../cloudwatch/alarm.ts";
import type { Resource } from "../resources/resource.ts";
import type { About, Confidence } from "./detection.ts";

/** What CloudWatch can watch: a metric of a resource, or a query over the metrics of several. */
export type Measure =
  | { readonly metric: string; readonly statistic: "Maximum" | "Sum" }
  /** CloudWatch Metrics Insights. */
  | { readonly query: string };

/** What CloudWatch watches of every protected resource: the stack makes an alarm of it. */
export interface Watched {
  /** Ends the alarm's name. */
  readonly id: string;
  /** What it means when it rings: a sentence. */
  readonly says: string;
  /** What is measured, and above which value in a minute it is too much; undefined: nothing, for this resource. */
  readonly measure: (declared: StreamSettings) => (Measure & { readonly above: number }) | undefined;
  /** It rings when it is too much in so many minutes of so many. */
  readonly minutes: { readonly bad: number; readonly of: number };
  /** The setting of lockkeeper.yml that says how much is too much, and what it is without; for docs/detections.md. */
  readonly setting?: { readonly name: string; readonly otherwise: string };
  /** The calls that can bring it about, and who is known to make them. */
  readonly calls: readonly string[];
  readonly expected: "consumers" | "producers";
  /** Nobody is suspected for fewer of these calls than this. */
  readonly fewest: number;
}

/** What is known when an alarm rings. */
export interface Ringing {
  readonly watched: Watched;
  readonly alarm: Alarm;
  readonly declared: StreamSettings;
  /** Who made these calls in the ten to twenty minutes before, most first. Only calls of which a trail sends data events are known. */
  readonly talkers: readonly Talker[];
}

/** What a ringing alarm makes us think. */
export interface Alert {
  readonly evidence: string;
  readonly confidence: Confidence;
  /** From whom to take away what they do it with. */
  readonly evict?: Talker;
}

// biome-ignore lint/suspicious/noExplicitAny: neither states nor reads matter to an alarm.
type OfAnyState = Resource<any, StreamSettings, any, any>;
/** A kind of resource, as far as alarms need it. */
export type WatchedResource = Pick<OfAnyState, "type" | "services" | "declared" | "protected" | "touchedBy">;

/** Something about a resource that its metrics tell, and no call or state does. */
export interface AlarmDetection<Id extends string> extends About<Id> {
  readonly kind: "alarm";
  /** The resources that are watched. */
  readonly of: WatchedResource;
  readonly alarms: readonly Watched[];
  /** Names of the data events that it needs a trail for, by service, to say who it is. */
  readonly dataEvents?: Readonly<Record<string, readonly string[]>>;
  /** Pure. */
  readonly judge: (ringing: Ringing) => Alert;
}

export const alarm = <const Id extends string>(definition: Omit<AlarmDetection<Id>, "kind">): AlarmDetection<Id> => ({
  kind: "alarm",
  ...definition,
});

/** An alarm of any kind. */
export type AnyAlarm = AlarmDetection<string>;
