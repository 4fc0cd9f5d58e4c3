import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { bagOf, textOf } from "../../cloudtrail/parameters.ts";
import type { Model } from "../resource.ts";
import type { IdentityBaseline, IdentityLimits } from "./baseline.ts";
import { onlyDenies } from "./own-marks.ts";
import { blankIdentity, type IdentityState } from "./state.ts";

/**
 * What each call leaves of an identity, for a replay. Nothing is known of it before the archive begins, so that it is taken to have had
 * no rights until then.
 */

type Leaves = (call: ApiCall, before: IdentityState) => Partial<IdentityState> | undefined;

const text = (value: unknown): string => textOf(value) ?? "";
const without = <T>(of: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(of).filter(([key]) => key !== name));

/** Those of AWS's own policies that give rights to streams. Source: AWS Managed Policy Reference, by these names. */
const awsPolicies: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ AdministratorAccess: "*", AmazonKinesisFullAccess: "kinesis:*" }).map(([name, Action]) => [
    name,
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] }),
  ]),
);
const nameIn = (policyArn: string): string => policyArn.slice(policyArn.lastIndexOf("/") + 1);

const putInline: Leaves = ({ request }, { inline }) => ({
  inline: { ...inline, [text(request["policyName"])]: text(request["policyDocument"]) },
});
const dropInline: Leaves = ({ request }, { inline }) => ({ inline: without(inline, text(request["policyName"])) });
const attach: Leaves = ({ request }, { attached, versions }) => {
  const arn = text(request["policyArn"]);
  // The policy itself is touched, too, and changes in nothing that is judged.
  if (Object.keys(versions).length > 0 || onlyDenies(arn)) return {};
  return { attached: { ...attached, [arn]: awsPolicies[nameIn(arn)] ?? "" } };
};
const detach: Leaves = ({ request }, { attached }) => ({ attached: without(attached, text(request["policyArn"])) });
const trust: Leaves = ({ request }) => ({
  trust: text(request["policyDocument"] ?? request["assumeRolePolicyDocument"]),
});
const bounded: Leaves = ({ request }) => ({ boundary: text(request["permissionsBoundary"]) || null });
const unbounded: Leaves = () => ({ boundary: null });
const gone: Leaves = () => undefined;

const newVersion: Leaves = ({ request, response }, { versions, inForce }) => {
  const id = textOf(bagOf(response["policyVersion"])["versionId"]) ?? `v${Object.keys(versions).length + 1}`;
  const isFirst = inForce === null;
  return {
    versions: { ...versions, [id]: text(request["policyDocument"]) },
    inForce: isFirst || String(request["setAsDefault"]) === "true" ? id : inForce,
    attachments: 1,
  };
};
const takeVersion: Leaves = ({ request }) => ({ inForce: text(request["versionId"]), attachments: 1 });

const leaves: Readonly<Record<string, Leaves>> = {
  AttachGroupPolicy: attach,
  AttachRolePolicy: attach,
  AttachUserPolicy: attach,
  CreatePolicy: newVersion,
  CreatePolicyVersion: newVersion,
  CreateRole: (call, before) => ({ ...trust(call, before), ...bounded(call, before) }),
  CreateUser: bounded,
  DeleteGroup: gone,
  DeleteGroupPolicy: dropInline,
  DeletePolicy: gone,
  DeleteRole: gone,
  DeleteRolePermissionsBoundary: unbounded,
  DeleteRolePolicy: dropInline,
  DeleteUser: gone,
  DeleteUserPermissionsBoundary: unbounded,
  DeleteUserPolicy: dropInline,
  DetachGroupPolicy: detach,
  DetachRolePolicy: detach,
  DetachUserPolicy: detach,
  PutGroupPolicy: putInline,
  PutRolePermissionsBoundary: bounded,
  PutRolePolicy: putInline,
  PutUserPermissionsBoundary: bounded,
  PutUserPolicy: putInline,
  SetDefaultPolicyVersion: takeVersion,
  UpdateAssumeRolePolicy: trust,
};

/** An identity in a replay, in which nothing can be read. */
export const identityModel: Model<IdentityState, IdentityLimits, IdentityBaseline> = {
  baseline: (_, { streams }) => ({ guarded: streams.map(({ key: _key, ...stream }) => stream) }),
  assumed: (id) => blankIdentity(id),
  after: (call, before) => {
    const left = Object.hasOwn(leaves, call.name) ? leaves[call.name]?.(call, before) : {};
    return left && { ...before, ...left };
  },
  certain: (state) => state,
};
