import { GetRoleCommand } from "@aws-sdk/client-iam";
import { denyRoleSession } from "../../shared/actions/iam/deny-role-session.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { obeysTheLaws } from "./laws.ts";
import { createRole, removeRole } from "./roles.ts";

const sessionOf = (session: string) => async (lab: ExampleLab, name: string) => {
  const role = await createRole(lab, name);
  const { Role } = await lab.as(lab.root).iam.send(new GetRoleCommand({ RoleName: name }));
  return { ...role, userId: `${Role?.RoleId}:${session}` };
};

obeysTheLaws(
  denyRoleSession,
  [
    { name: "a session of a pipeline", prepare: sessionOf("build-7") },
    { name: "a session with every character that a name may have", prepare: sessionOf("a+b=c,d.e@f-g_h") },
  ].map((one) => ({ ...one, remove: removeRole })),
);
