import { isIP } from "node:net";
import type { Cause } from "../../incident/finding.ts";
import { known, text } from "./event.ts";

const actorOf = ({ actor }: Cause) => {
  const { credential } = actor;
  const key = "accessKeyId" in credential ? credential.accessKeyId : undefined;
  const session = "sessionName" in credential ? credential.sessionName : undefined;
  return known({
    user: known({
      name: text(actor.name, 300),
      uid: actor.arn === undefined ? undefined : text(actor.arn, 300),
      type_id: 99,
      type: credential.kind,
      account: actor.account === undefined ? undefined : { uid: text(actor.account, 40), type_id: 10 },
    }),
    session:
      key === undefined && session === undefined
        ? undefined
        : known({
            credential_uid: key === undefined ? undefined : text(key, 60),
            uid: session === undefined ? undefined : text(session, 100),
          }),
    app_name: actor.invokedBy === undefined ? undefined : text(actor.invokedBy, 100),
  });
};

/** The call behind a finding: which, whose, from where. */
export const evidenceOf = (cause: Cause) => {
  const { eventID, service, name, sourceIp, userAgent, blamed } = cause;
  // Calls that a service makes on somebody's behalf come from its name.
  const endpoint = (from: string) => (isIP(from) ? { ip: from } : { name: text(from, 100) });
  return known({
    name: blamed ? "The call that caused it" : "A call that led to the look",
    uid: text(eventID, 100),
    api: { operation: text(name, 100), service: { name: text(service, 60) } },
    actor: actorOf(cause),
    src_endpoint: sourceIp === undefined ? undefined : endpoint(sourceIp),
    http_request: userAgent === undefined ? undefined : { user_agent: text(userAgent, 200) },
  });
};
