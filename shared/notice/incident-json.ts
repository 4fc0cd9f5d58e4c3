import type { Incident } from "../incident/incident.ts";
import type { Told } from "./told.ts";

/** The names of all fields that machines are told, at whichever level: what else stands in the ledger stays there. */
const fields = [
  ["schema", "incident", "openedAt", "severity", "state", "findings", "steps", "advice"],
  [
    "detection",
    "title",
    "attack",
    "controls",
    "evidence",
    "resource",
    "type",
    "id",
    "account",
    "region",
    "time",
    "cause",
  ],
  ["eventID", "service", "name", "actor", "sourceIp", "userAgent", "blamed", "arn", "credential", "invokedBy"],
  ["kind", "userName", "accessKeyId", "roleName", "roleArn", "userId", "sessionName", "issuedAt", "instance", "issuer"],
  ["action", "countermeasure", "answers", "outcome", "by", "reason", "error"],
].flat();

/** An incident for machines. */
export const incidentJson = ({ id, openedAt, findings, advice }: Incident, { severity, state, steps }: Told): string =>
  JSON.stringify(
    {
      schema: "lockkeeper.incident/1",
      incident: id,
      openedAt,
      severity,
      state,
      findings,
      steps: steps.map(({ step, action, target, outcome }) => ({
        id: step.id,
        action: step.action,
        countermeasure: action?.countermeasure,
        answers: step.detection,
        resource: target,
        outcome: outcome ?? null,
      })),
      advice,
    },
    fields,
  );
