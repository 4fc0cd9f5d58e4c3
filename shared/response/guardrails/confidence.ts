import type { Actor } from "../../cloudtrail/actor.ts";
import { type Confidence, confidences, lessSure } from "../../detections/detection.ts";
import { type Guardrail, takesAway, unlessApproved } from "./guardrail.ts";

/**
 * How surely a credential stands for one caller alone, whom alone it then hits. A session of a role, or of a user who has other
 * sessions, may be shared; of what is not known nothing is sure.
 */
const ofCredential: Readonly<Record<Actor["credential"]["kind"], Confidence>> = {
  "user-key": "High",
  "user-session": "Medium",
  "role-session": "Medium",
  "federated-user": "Medium",
  "identity-center-session": "Low",
  "identity-center-user": "Low",
  "service-linked-role": "Low",
  root: "Low",
  service: "Low",
  "other-account": "Low",
  unknown: "Low",
};

/** How sure it is that taking this credential away hits who did it and nobody else. */
const sureOf = (finding: Confidence, actor: Actor | undefined): Confidence =>
  actor === undefined ? "Low" : lessSure(finding, ofCredential[actor.credential.kind]);

/** Who only may have done it is not taken out of use by a machine. */
export const confidence: Guardrail = {
  id: "confidence",
  holds:
    "Taking anything away from anybody when it is less sure than this that they did it and that nobody else is hit: how sure the detection is, and how surely the kind of credential stands for one caller (a user's key: High; a session of a user or role: Medium; all else: Low), whichever is less. Where the finding itself names what is taken away, such as a key that leaked, how sure the detection is.",
  approvable: "always",
  setting: { name: "evictConfidence", otherwise: "Medium" },
  check: (plan, { settings }) => {
    if (!takesAway(plan)) return undefined;
    const sure = plan.answers.named ? plan.confidence : sureOf(plan.confidence, plan.cause?.actor);
    const enough = confidences.indexOf(settings.evictConfidence);
    // A setting that is none of them asks for more than there is.
    if (enough >= 0 && confidences.indexOf(sure) >= enough) return undefined;
    const who = plan.cause ? `a ${plan.cause.actor.credential.kind} did it` : "nobody is known to have done it";
    return unlessApproved(`confidence is ${sure}, below ${settings.evictConfidence}: ${who}`);
  },
};
