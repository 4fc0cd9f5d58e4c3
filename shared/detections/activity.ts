import type { Step } from "../actions/action.ts";
import type { Settings } from "../baseline/settings.ts";
import type { StreamSettings } from "../baseline/stream-settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { About, Confidence, Severity } from "./detection.ts";

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
