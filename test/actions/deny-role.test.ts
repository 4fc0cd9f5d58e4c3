import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { denyRole } from "../../shared/actions/iam/deny-role.ts";
import { type ExampleLab, policy } from "../lab/door/example-lab.ts";
import { obeysTheLaws } from "./laws.ts";
import { createRole, removeRole } from "./roles.ts";

obeysTheLaws(
  denyRole,
  [
    { name: "a role with rights", prepare: createRole },
    {
      name: "a role that has a policy of that name, which says something else and comes back",
      prepare: async (lab: ExampleLab, name: string) => {
        const role = await createRole(lab, name);
        const PolicyDocument = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
        const input = { RoleName: name, PolicyName: "LockkeeperDenyAll", PolicyDocument };
        await lab.as(lab.root).iam.send(new PutRolePolicyCommand(input));
        return role;
      },
    },
  ].map((one) => ({ ...one, remove: removeRole })),
);
