import type { Found } from "../incident/finding.ts";

export const nothing: Found = { findings: [], steps: [], advice: [] };

/** What was found in several ways, as one: each step and each piece of advice once. */
export const merge = (all: readonly Found[]): Found => {
  const steps = all.flatMap((found) => found.steps);
  const unread = [...new Set(all.flatMap((found) => found.unread ?? []))];
  return {
    findings: all.flatMap(({ findings }) => findings),
    steps: [...new Map(steps.map((step) => [step.id, step])).values()],
    advice: [...new Set(all.flatMap(({ advice }) => advice))],
    ...(unread.length > 0 ? { unread } : {}),
  };
};
