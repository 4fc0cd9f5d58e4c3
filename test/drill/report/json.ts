import type { AttackResult, DrillResult } from "../result.ts";

const forMachines = (attack: AttackResult) => ({
  id: attack.id,
  holds: attack.holds,
  detections: attack.detections,
  outcomes: attack.outcomes.map(({ action, type }) => ({ action, type })),
  contained: attack.contained,
  restored: attack.restored,
  undone: attack.undone,
  looped: attack.looped,
  messages: attack.messages,
  ms: { contained: attack.ms.contained, restored: attack.ms.restored },
});

// JSON leaves these as they are, while some readers of lines take them for line ends.
const lineEnds = /[\u007f-\u009f\u2028\u2029]/g;

/** One line of JSON, without a line end after it. Times in milliseconds from the attacker's call. */
export const jsonReport = ({ attacks }: DrillResult): string =>
  JSON.stringify({ attacks: attacks.map(forMachines) }).replace(
    lineEnds,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
