import type { Scene } from "./scene.ts";

/** One thing that must hold in the account afterwards. */
export interface Check<Prepared> {
  /** As a person would say it. */
  readonly what: string;
  /** True if it holds; otherwise what was found instead. */
  readonly holds: (scene: Scene, prepared: Prepared) => Promise<true | string>;
}

/**
 * An attack on a stream: it prepares its ground as the operator, strikes with credentials of its own through the ordinary
 * SDK, and says what must hold afterwards. It knows nothing of how the responder works, so that it can run against the local
 * AWS and against a sandbox account alike.
 */
export interface Attack<Prepared> {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  /** Who does what, and why. */
  readonly story: string;
  /** MITRE ATT&CK technique ids. */
  readonly attack: readonly string[];
  readonly prepare: (scene: Scene) => Promise<Prepared>;
  readonly strike: (scene: Scene, prepared: Prepared) => Promise<void>;
  /** What comes of it only when some minutes have passed; by then the responder has heard of the strike itself. */
  readonly minutesLater?: (scene: Scene, prepared: Prepared) => Promise<void>;
  /** The attacker goes on while the responder answers. Without it, the responder hears of it when the attacker is done. */
  readonly fights?: boolean;
  /** What the responder has to find and do, in any order. That there was nothing to do about something need not be said. */
  readonly expected: {
    readonly detections: readonly string[];
    readonly outcomes: readonly { readonly action: string; readonly type: string }[];
    /** Whether on-call hears of it once, or more often since things happen that they do not know yet. */
    readonly messages?: "one" | "several";
  };
  /** Makes the attacker's next call; rejects when it is refused. Absent: the right answer takes nothing away. */
  readonly again?: (scene: Scene, prepared: Prepared) => Promise<void>;
  /** Whether the resource is as its baseline says. Absent: nothing is to be restored. */
  readonly restored?: (scene: Scene, prepared: Prepared) => Promise<boolean>;
  readonly checks: readonly Check<Prepared>[];
  /** Puts right what the attacker did, by hand. The account is then as it was after `prepare`. */
  readonly mend: (scene: Scene, prepared: Prepared) => Promise<void>;
  /** Takes away what was prepared. */
  readonly cleanUp: (scene: Scene, prepared: Prepared) => Promise<void>;
}

/** Keeps what is prepared and what is struck with of one type. */
export const attack = <Prepared>(definition: Attack<Prepared>): Attack<Prepared> => definition;

// biome-ignore lint/suspicious/noExplicitAny: each attack is handed what it prepared itself.
export type AnyAttack = Attack<any>;
