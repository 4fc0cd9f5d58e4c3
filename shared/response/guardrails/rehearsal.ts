import { type Guardrail, never } from "./guardrail.ts";

const why = {
  replayed: "the event was replayed from an archive: nothing is changed",
  test: "AWS did not send the event, so it is a test: nothing is changed",
};

/** An event out of an archive tells of something long ago, one that AWS did not send of nothing that happened: it is told, and nothing is done. An undo is asked for by a person. */
export const rehearsal: Guardrail = {
  id: "rehearsal",
  holds:
    "Every step that answers an event out of an EventBridge archive, or one that AWS did not send: what it tells of may have happened long ago, or never.",
  approvable: "never",
  check: ({ cause, undo }) => (cause?.rehearsal && !undo ? never(why[cause.rehearsal]) : undefined),
};
