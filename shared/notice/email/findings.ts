import { attackVersion } from "../../detections/detection.ts";
import { plain } from "../plain.ts";
import type { Told, ToldFinding } from "../told.ts";
import { capped, row, times, who } from "./rows.ts";

const rehearsals = {
  replayed: "The event came out of an archive: nothing follows from it but this message.",
  test: "The event was not sent by AWS: nothing follows from it but this message.",
} as const;

const when = (told: ToldFinding): string => {
  const { cause } = told.finding;
  if (!cause) return `found ${times(told)}, no call is known to have caused it`;
  const last = told.count > 1 ? "the last by " : "";
  return `${times(told)}, ${last}${plain(cause.service, 40)}:${plain(cause.name, 80)}, event ${plain(cause.eventID, 80)}`;
};

const linesOf = (told: ToldFinding): readonly string[] => {
  const { title, evidence, resource, cause, confidence, attack, controls } = told.finding;
  const names = [
    ...(attack.length > 0 ? [`ATT&CK ${attackVersion} ${attack.join(", ")}`] : []),
    ...controls.map((id) => `Security Hub ${id}`),
  ];
  return [
    row("What", `${plain(title, 200)}. ${plain(evidence, 400)}`),
    row("Where", plain(resource.id, 300)),
    row("When", when(told)),
    ...(cause ? [row(cause.blamed ? "Who" : "Seen by", who(cause))] : []),
    row("How sure", `${confidence} confidence`),
    ...(names.length > 0 ? [row("Known as", names.join("; "))] : []),
    ...(cause?.rehearsal ? [row("Note", rehearsals[cause.rehearsal])] : []),
    "",
  ];
};

/** What was found: what, where, when, who, how sure. */
export const findingLines = ({ findings }: Told): readonly string[] => capped(findings, linesOf, "findings");
