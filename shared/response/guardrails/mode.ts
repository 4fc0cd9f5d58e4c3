import { modeFor } from "../../baseline/settings.ts";
import { modes } from "../../baseline/words.ts";
import { type Guardrail, never, unlessApproved } from "./guardrail.ts";

/** Nothing is changed unless lockkeeper.yml protects the resource and says `enforce`, or says `approve` and somebody does. */
export const mode: Guardrail = {
  id: "mode",
  holds:
    "Every step, unless lockkeeper.yml protects the resource and the mode is `enforce`. In the mode `approve` it is done once a person approves of it.",
  approvable: "in part",
  setting: { name: "mode, streams[].mode, detections.ID.mode", otherwise: "observe" },
  check: ({ answers, undo }, { settings, declared }) => {
    if (declared === undefined) return never("lockkeeper.yml does not protect this resource");
    // Of a relapse, what is said of the detection that was answered at first counts, unless less is said of relapses.
    const said = [
      answers.relapseOf ?? answers.detection,
      ...(settings.detections[answers.detection] ? [answers.detection] : []),
    ].map((detection) => modeFor(settings, detection, declared.mode));
    const [says] = said.toSorted((a, b) => modes.indexOf(a) - modes.indexOf(b));
    if (says === "enforce") return undefined;
    if (says !== "approve") return never(`the mode is ${says}: nothing is changed`);
    // An undo was ordered by a person already.
    return undo ? undefined : unlessApproved("the mode is approve: a person has to");
  },
};
