import { UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { restoreTrustPolicy } from "../../shared/actions/iam/restore-trust-policy.ts";
import { obeysTheLaws } from "./laws.ts";
import { createRole, removeRole } from "./roles.ts";

type Params = Parameters<typeof restoreTrustPolicy.plan>[0];

const trusting = (principal: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
  });

obeysTheLaws<Params>(restoreTrustPolicy, [
  {
    name: "a role that trusts everybody",
    prepare: async (lab, name) => {
      const role = await createRole(lab, name);
      const input = { RoleName: name, PolicyDocument: trusting({ AWS: "*" }) };
      await lab.as(lab.root).iam.send(new UpdateAssumeRolePolicyCommand(input));
      return { ...role, document: trusting({ Service: "lambda.amazonaws.com" }) };
    },
    remove: removeRole,
  },
]);
