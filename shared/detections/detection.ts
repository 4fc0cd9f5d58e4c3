import type { Step } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { StreamSettings } from "../baseline/stream-settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Talker } from "../cloudtrail/talker.ts";
import type { Alarm } from "../cloudwatch/alarm.ts";
import type { Resource } from "../resources/resource.ts";

export const severities = ["Low", "Medium", "High", "Critical"] as const;
export type Severity = (typeof severities)[number];

/** How sure a finding, or the blame for it, is. OCSF: confidence_id 1 to 3. */
export const confidences = ["Low", "Medium", "High"] as const;
export type Confidence = (typeof confidences)[number];

/** The less sure of two. */
export const lessSure = (a: Confidence, b: Confidence): Confidence =>
  confidences.indexOf(a) < confidences.indexOf(b) ? a : b;

/** The release of MITRE ATT&CK whose technique ids are used; T1562 and its children were renumbered after it. */
export const attackVersion = "v18";

export interface Verdict {
  /** One sentence that a person understands: what is, and what should be. */
  readonly evidence: string;
  /** What is so and should not be, as a short name or id that stays the same while it is so: an operator can accept it. */
  readonly found: string;
  /** When it differs from the detection's own. */
  readonly severity?: Severity;
  /** What a person has to do about it, where no action can. */
  readonly advice?: string;
}

/** What every detection says of itself. */
export interface About<Id extends string> {
  readonly id: Id;
  /** A past-tense fact, as a person would say it. */
  readonly title: string;
  /** Why it matters to somebody whose business runs on the stream. */
  readonly why: string;
  readonly severity: Severity;
  /** MITRE ATT&CK technique ids, of `attackVersion`. */
  readonly attack: readonly string[];
  /** Security Hub control ids. */
  readonly controls: readonly string[];
  /** What it does not see. */
  readonly blindSpots: string;
}

/** What Lockkeeper did is not so any more: found when it looks again, or hears of a call that took it back. */
export interface Relapse<Id extends string> extends About<Id> {
  readonly kind: "relapse";
}

/** A resource is no longer as its baseline says: judged on its state, whoever or whatever brought it about. */
export interface Drift<Id extends string, State, Baseline, R extends Permission> extends About<Id> {
  readonly kind: "drift";
  // biome-ignore lint/suspicious/noExplicitAny: how the baseline was declared does not matter to a detection.
  readonly of: Resource<State, any, Baseline, R>;
  /**
   * The calls that can bring this about, by name, and whether such a call brought about this very state. Only who made one
   * of which that is so is blamed; a bystander, whose call merely led to a look, never is.
   */
  readonly causes: Readonly<Record<string, (request: ApiCall["request"], state: State, found: string) => boolean>>;
  /** `false`: it is too little to take anything away from whoever did it. They are named all the same. */
  readonly evicts?: false;
  /** The parts of the state that it judges by, as `Resource.unread` names them: without one of them it is silent. */
  readonly needs?: readonly string[];
  /** Several such things can be so at once, and each can be accepted for itself. Without it, the value accepted last counts. */
  readonly several?: true;
  /**
   * Each thing that is so and should not be. Pure.
   * @param last how it was when nothing was wrong with it; given for kinds that are learned
   */
  readonly judge: (state: State, baseline: Baseline, last?: State) => readonly Verdict[];
  /**
   * What it says when there is no such resource at all. Pure.
   * @param last how it was when nothing was wrong with it, as JSON gives it back
   * @param by the call that led to the look, if one did
   */
  readonly absent?: (baseline: Baseline, last: State | undefined, by: ApiCall | undefined) => Verdict | undefined;
  /**
   * What puts the resource right. The actor is not named here: the ladder picks that step by the kind of credential. Pure.
   * @param found what was found and not accepted, as the verdicts name it
   */
  readonly playbook: (state: State, baseline: Baseline, found: readonly string[], last?: State) => readonly Step[];
}

/** A protected resource that a call names. */
export interface Touched {
  readonly type: string;
  readonly id: string;
  readonly declared: StreamSettings;
}

/** What an activity may know besides the call, without asking anybody. */
export interface Surroundings {
  readonly settings: Settings;
  /** The account and Region that are guarded. */
  readonly home: { readonly account: string; readonly region: string };
  /** The protected resources that the call names, or all of the service where it names none in a form that is known. */
  readonly touched: readonly Touched[];
  /** The call names no resource of the service at all, in no form that is known. */
  readonly namesNone: boolean;
}

/** What an activity may find out about a call that it watches: the table is asked, and IAM. */
export interface Facts extends Surroundings {
  /** Adds to a window and says how many different things are in it now. A window is long gone `seconds` after its last. */
  readonly distinct: (window: string, thing: string, seconds: number) => Promise<number>;
  /** Whether this was seen for the first time in so many seconds. What comes again under the same event is still the first. */
  readonly first: (what: string, seconds: number) => Promise<boolean>;
  /** The name of the user whose access key this is, whoever uses it; undefined if it is nobody's here. */
  readonly ownerOf: (accessKeyId: string) => Promise<string | undefined>;
  /** The ids of the access keys of a user. */
  readonly keysOf: (userName: string) => Promise<readonly string[]>;
}

/** What a call makes us think. */
export interface Suspicion {
  readonly evidence: string;
  readonly resource: { readonly type: string; readonly id: string };
  readonly severity?: Severity;
  readonly confidence: Confidence;
  /** Whether to take away from the caller what they did it with. */
  readonly evict: boolean;
  /** `false`: whoever made the call has nothing to do with it, and only told us. */
  readonly blames?: false;
  /** What a person has to do about it, where that is not to find out who did it and why. */
  readonly advice?: string;
  /** What is to be done besides, about what the call has brought about. */
  readonly steps?: readonly Step[];
}

/** Events on the bus that the rules for the guarded services do not bring. */
export interface Hears {
  /** Names the rule. */
  readonly id: string;
  /** What they are, for people. */
  readonly what: string;
  readonly pattern: object;
  /** They tell of calls that only read, which a rule has to ask for. */
  readonly reads?: true;
  /** They come in the Region of IAM, wherever the streams are. */
  readonly global?: true;
}

/** A call that is suspicious whatever state it leaves behind. */
export interface Activity<Id extends string> extends About<Id> {
  readonly kind: "activity";
  /** `false`: whatever it suspects, it takes nothing away from anybody. */
  readonly evicts?: false;
  /** Which calls it looks at, for people. */
  readonly watched: string;
  /** Names of the data events that it needs a trail for, by service. */
  readonly dataEvents?: Readonly<Record<string, readonly string[]>>;
  /** The other events that it needs. */
  readonly hears?: readonly Hears[];
  /** The services whose records it looks at in a replay, where they are not those of the guarded resources. */
  readonly services?: readonly string[];
  /**
   * Whether it looks at a call at all. Pure, and cheap: asked of every call. What those do all day long whom lockkeeper.yml
   * expects to do it ends here, and costs no call to the table.
   */
  readonly watches: (call: ApiCall, around: Surroundings) => boolean;
  readonly detect: (call: ApiCall, facts: Facts) => Promise<readonly Suspicion[]>;
}

export const activity = <const Id extends string>(definition: Omit<Activity<Id>, "kind">): Activity<Id> => ({
  kind: "activity",
  ...definition,
});

/** An activity of any kind. */
export type AnyActivity = Activity<string>;

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

/** Keeps the exact types of a drift detection for everybody who builds on it. */
export const drift = <const Id extends string, State, Baseline, const R extends Permission>(
  definition: Omit<Drift<Id, State, Baseline, R>, "kind">,
): Drift<Id, State, Baseline, R> => ({ kind: "drift", ...definition });

export const relapse = <const Id extends string>(definition: About<Id>): Relapse<Id> => ({
  kind: "relapse",
  ...definition,
});

/** A drift of any resource. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds drifts of every resource; each judges only states of its own.
export type AnyDrift<R extends Permission> = Drift<string, any, any, R>;
