import type { Guardrail } from "./guardrail.ts";

/** An event out of an archive tells of something long ago: it is told, and nothing is done about it. An undo is asked for by a person. */
export const replayed: Guardrail = {
  id: "replayed",
  holds: "Every step that answers an event out of an EventBridge archive: what it tells of may have happened long ago.",
  check: ({ answers, undo }) =>
    answers.replayed && !undo ? "the event was replayed from an archive: nothing is changed" : undefined,
};
