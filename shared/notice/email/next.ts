import { isSettled } from "../../incident/incident.ts";
import { commandsFor } from "../commands.ts";
import { plain } from "../plain.ts";
import { most, type Told } from "../told.ts";

/** What a person should do, without commands. */
export const adviceOf = ({ incident, steps, state, stand }: Told): readonly string[] => {
  const byHand = steps.some(({ outcome }) => outcome !== undefined && !isSettled(outcome));
  const lines = [
    ...incident.advice.slice(0, most).map((line) => plain(line, 400)),
    ...(byHand ? ["Do by hand what was not done above."] : []),
    ...(state === "open" ? ["Wait for the next message: some steps have not ended yet."] : []),
    ...(stand.startsWith("contained") ? ["Find out how the credential was lost, and what else it was used for."] : []),
  ];
  return lines.length > 0 || state === "closed" ? lines : ["Find out who or what did this, and why."];
};

/** What to do next, with the commands ready to paste. */
export const nextLines = (told: Told): readonly string[] => [
  "What to do next",
  ...adviceOf(told).map((line) => `  ${line}`),
  ...commandsFor(told).flatMap(({ why, line }) => [`  ${why}:`, `    ${line}`]),
];
