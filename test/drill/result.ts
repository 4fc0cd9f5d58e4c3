/** What a drill found out. `npm start -- --json` prints the fields of each attack down to `ms`; the report shows all. */
export interface DrillResult {
  readonly attacks: readonly AttackResult[];
  /** ISO 8601 */
  readonly startedAt: string;
  readonly seconds: number;
  /** What it ran on, for people: Node, operating system, processors. */
  readonly machine: string;
}

export interface AttackResult {
  readonly id: string;
  /** Everything that the attack's file says must hold was seen to hold in the account. */
  readonly holds: boolean;
  /** The ids of the detections that fired. */
  readonly detections: readonly string[];
  /** Each step and how it ended: verified, compliant, held, failed, … */
  readonly outcomes: readonly {
    readonly action: string;
    readonly type: string;
    readonly resource: string;
    readonly said: string;
  }[];
  /** The attacker's next call was refused. Null: the right answer to this attack is not to take anything away. */
  readonly contained: boolean | null;
  /** The resource is as its baseline says. Null: nothing was to be restored. */
  readonly restored: boolean | null;
  /** After undoing every step the account is as the attacker had left it. Null: there was nothing to undo. */
  readonly undone: boolean | null;
  /** The responder answered its own calls. */
  readonly looped: boolean;
  /** How many messages on-call received. */
  readonly messages: number;
  /** In milliseconds from when the responder could first hear of the attack; CloudTrail's own delay is not in it. */
  readonly ms: { readonly contained: number | null; readonly restored: number | null };

  readonly title: string;
  /** A paragraph: who does what, and why. */
  readonly story: string;
  readonly attack: readonly string[];
  /** What must hold afterwards, and whether it was seen to. */
  readonly checks: readonly { readonly what: string; readonly held: boolean; readonly found?: string }[];
  /** What happened when, in the order of time. `ms` counts from the attacker's call. */
  readonly timeline: readonly {
    readonly ms: number;
    readonly who: "attacker" | "lockkeeper" | "on-call" | "operator";
    readonly what: string;
  }[];
  /** The first message that on-call received. */
  readonly message?: { readonly subject: string; readonly email: string; readonly sms: string };
}
