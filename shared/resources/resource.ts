import type { Call, Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { StreamSettings } from "../baseline/stream-settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Unread } from "./unread.ts";

/** The account and Region that this program guards. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/** What is said of every protected resource, whatever its kind. */
export type DeclaredLimits = Pick<StreamSettings, "mode" | "producers" | "consumers" | "reversalsPerDay">;

/** How a kind of resource behaves where nothing can be read: in a replay of what CloudTrail wrote down. */
export interface Model<State, Declared, Baseline> {
  /** What was declared, as far as it can be compared without asking anybody. */
  readonly baseline: (id: string, declared: Declared) => Baseline;
  /** How a resource is taken to be before the first record: as its baseline has it. */
  readonly assumed: (id: string, baseline: Baseline) => State;
  /** How it is once a call has had its effect; undefined: it is gone. */
  readonly after: (call: ApiCall, before: State) => State | undefined;
  /** The state with what cannot be compared with the baseline without asking AWS marked as unread. */
  readonly certain: (state: State, baseline: Baseline) => State;
}

/**
 * How the resources of a kind are meant to be where nobody declares it: as they were at first sight, and as those change them since who
 * deploy.
 */
export interface Learned<State, R extends Permission> {
  /** All that there are, as they are now. */
  readonly list: (home: Home, call: Call<R>) => AsyncIterable<{ readonly id: string; readonly state: State }>;
  /** One that has come since the first look at all of them, before anything was done to it. */
  readonly blank: (id: string) => State;
  /** Whether a state is how somebody wants it to be, and not how an answer has left it for now. */
  readonly isMeant: (state: State) => boolean;
}

/**
 * A kind of resource: how its state is read, and which calls concern it. One file each beside this one.
 * Ids are opaque to everybody else; for AWS resources they are ARNs.
 */
export interface Resource<State, Declared extends DeclaredLimits, Baseline, R extends Permission> {
  /** As CloudFormation names it, `AWS::Kinesis::Stream`; for others in the same manner. */
  readonly type: string;
  /** The type of one of them, where a kind has several. */
  readonly typeOf?: (id: string) => string | undefined;
  /** The services whose calls can touch it, as in `ApiCall.service`; their events are what the stack listens to. */
  readonly services: readonly string[];
  readonly reads: readonly R[];
  /**
   * The state now; undefined when there is no such resource, or it is on its way out. Waits for nothing. What only matters under
   * some settings is read only where it was declared.
   */
  readonly read: (id: string, call: Call<R>, declared?: Declared) => Promise<State | undefined>;
  /** What lockkeeper.yml says of this resource; undefined: it is not protected, or it stands in another account or Region. */
  readonly declared: (id: string, settings: Settings, home: Home) => Declared | undefined;
  /** The ids of all that lockkeeper.yml protects of this kind. */
  readonly protected: (settings: Settings, home: Home) => readonly string[];
  /** Whether the state is on its way to another one, so that it says nothing yet of how the resource will be. */
  readonly settling: (state: State) => boolean;
  /** The parts of a state that could not be read, and so must not be judged, by name. */
  readonly unread: (state: State) => Readonly<Record<string, Unread | undefined>>;
  readonly model: Model<State, Declared, Baseline>;
  /** Given where a state is judged by how it was, and not by what was declared alone. */
  readonly learned?: Learned<State, R>;
  /** What was declared, made comparable with a state: names resolved, aliases followed. */
  readonly baseline: (id: string, declared: Declared, call: Call<R>) => Promise<Baseline>;
  /**
   * The ids of all the resources of this kind that a call of these services names, in whichever form the API took them. The
   * name of the call does not matter, so that an API newer than this program is seen too.
   */
  readonly touchedBy: (call: ApiCall) => readonly string[];
  /**
   * The calls of these services that are known to change something, by name, and whether that is such a resource, or something
   * else and never one of these.
   */
  readonly claims: Readonly<Record<string, "resource" | "other">>;
}

/** Keeps the exact types of a resource for everybody who builds on it. */
export const resource = <State, Declared extends DeclaredLimits, Baseline, const R extends Permission>(
  definition: Resource<State, Declared, Baseline, R>,
): Resource<State, Declared, Baseline, R> => definition;

/** The type of a resource. */
export const typeOf = (
  { type, typeOf: exactly }: { readonly type: string; readonly typeOf?: (id: string) => string | undefined },
  id: string,
): string => exactly?.(id) ?? type;
