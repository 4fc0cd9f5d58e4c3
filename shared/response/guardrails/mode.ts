import { modeFor } from "../../baseline/settings.ts";
import type { Guardrail } from "./guardrail.ts";

/** Nothing is changed unless lockkeeper.yml protects the resource and says `enforce`. */
export const mode: Guardrail = {
  id: "mode",
  holds: "Every step, unless the mode is `enforce` and the resource is one that lockkeeper.yml protects.",
  setting: { name: "mode, streams[].mode, detections.ID.mode", otherwise: "observe" },
  check: ({ answers }, { settings, declared }) => {
    if (declared === undefined) return "lockkeeper.yml does not protect this resource";
    const says = modeFor(settings, answers.detection, declared.mode);
    return says === "enforce" ? undefined : `the mode is ${says}: nothing is changed`;
  },
};
