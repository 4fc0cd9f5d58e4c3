import { relapse } from "../detection.ts";

export const containmentUndone = relapse({
  id: "containment-undone",
  title: "What Lockkeeper did was undone",
  why: "Somebody has the power to take back what was done against them, and is using it: a key that is active again, a stream that is open again.",
  severity: "Critical",
  attack: ["T1098", "T1562.001"],
  controls: [],
  blindSpots:
    "What is taken back after the last look, ten minutes after the deed unless lockkeeper.yml says otherwise, is found only if a detection of its own sees it.",
});
