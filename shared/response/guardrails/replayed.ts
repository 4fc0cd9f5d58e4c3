import type { Guardrail } from "./guardrail.ts";

/** An event out of an archive tells of something long ago: it is told, and nothing is done about it. An undo is asked for by a person. */
export const replayed: Guardrail = {
  id: "replayed",
  check: ({ answers, undo }) =>
    answers.replayed && !undo ? "the event was replayed from an archive: nothing is changed" : undefined,
};
