import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { revokeRoleSessions } from "../../shared/actions/iam/revoke-role-sessions.ts";
import { type ExampleLab, policy } from "../lab/door/example-lab.ts";
import { obeysTheLaws } from "./laws.ts";
import { createRole, removeRole } from "./roles.ts";

const issuedUntil = "2026-09-19T12:00:30.000Z";

/** A role whose sessions were revoked before, as the console does. */
const revoked = (until: string) => async (lab: ExampleLab, name: string) => {
  const role = await createRole(lab, name);
  const Condition = { DateLessThan: { "aws:TokenIssueTime": until } };
  const PolicyDocument = policy({ Effect: "Deny", Action: ["*"], Resource: ["*"], Condition });
  const input = { RoleName: name, PolicyName: "AWSRevokeOlderSessions", PolicyDocument };
  await lab.as(lab.root).iam.send(new PutRolePolicyCommand(input));
  return { ...role, issuedUntil };
};

obeysTheLaws(
  revokeRoleSessions,
  [
    {
      name: "a role whose sessions were never revoked",
      prepare: async (lab: ExampleLab, name: string) => ({ ...(await createRole(lab, name)), issuedUntil }),
    },
    {
      name: "a role whose sessions were revoked an hour before, which comes back",
      prepare: revoked("2026-09-19T11:00:00.000Z"),
    },
  ].map((one) => ({ ...one, remove: removeRole })),
);
