import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { bagOf } from "../../cloudtrail/parameters.ts";
import { identityId, identityNamed, nameForm } from "./name.ts";

const named = (value: unknown): value is string => typeof value === "string" && nameForm.test(value);

/** The ids of all identities and policies of its own account that a call of IAM names; or makes, which its answer names. */
export const identitiesTouchedBy = ({ request, response, account, region }: ApiCall): readonly string[] => {
  const home = { account, region };
  const principals = (["user", "role", "group"] as const).flatMap((kind) => {
    const name = request[`${kind}Name`];
    return named(name) ? [identityId(kind, name, home)] : [];
  });
  const policies = [request["policyArn"], bagOf(response["policy"])["arn"]].filter(
    (arn) => typeof arn === "string" && identityNamed(arn)?.kind === "policy",
  ) as readonly string[];
  return [...new Set([...principals, ...policies])];
};
