import { modeFor } from "../../baseline/settings.ts";
import type { Guardrail } from "./guardrail.ts";

/** Nothing is changed unless lockkeeper.yml says `enforce`. */
export const mode: Guardrail = {
  id: "mode",
  check: ({ answers }, { settings, resourceMode }) => {
    const says = modeFor(settings, answers.detection, resourceMode);
    return says === "enforce" ? undefined : `the mode is ${says}: nothing is changed`;
  },
};
