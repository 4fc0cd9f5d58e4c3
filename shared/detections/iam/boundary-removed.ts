import { step } from "../../actions/action.ts";
import { restorePermissionsBoundary } from "../../actions/iam/restore-permissions-boundary.ts";
import { identityNamed } from "../../resources/iam/name.ts";
import { isDenyAll } from "../../resources/iam/own-marks.ts";
import { blankIdentity } from "../../resources/iam/state.ts";
import { iamIdentity } from "../../resources/iam-identity.ts";
import { drift } from "../detection.ts";

const names = (request: Readonly<Record<string, unknown>>, boundary: string | null): boolean =>
  (request["permissionsBoundary"] ?? null) === boundary;

export const boundaryRemoved = drift({
  id: "boundary-removed",
  title: "A permissions boundary is not the one that was",
  why: "A boundary is what lets a team write its own policies and still not reach the streams of others. Without it, every policy that was harmless below it counts.",
  severity: "High",
  attack: ["T1098.003", "T1484"],
  controls: [],
  blindSpots:
    "Which boundary an identity had before the first look at the account is taken to be right. What a boundary itself says is judged as the policy that it is, and only if it gives rights.",
  of: iamIdentity,
  causes: {
    DeleteUserPermissionsBoundary: (_, { boundary }) => boundary === null,
    DeleteRolePermissionsBoundary: (_, { boundary }) => boundary === null,
    PutUserPermissionsBoundary: (request, { boundary }) => names(request, boundary),
    PutRolePermissionsBoundary: (request, { boundary }) => names(request, boundary),
  },
  judge: ({ arn, boundary }, _, last = blankIdentity(arn)) => {
    const was = last.boundary;
    if (was === null || boundary === was || (boundary !== null && isDenyAll(boundary))) return [];
    const evidence = `${arn} has ${boundary === null ? "no permissions boundary" : `the permissions boundary ${boundary}`}; it was ${was}.`;
    return [{ evidence, found: boundary ?? "none" }];
  },
  playbook: ({ arn }, _, _found, last) => {
    const named = identityNamed(arn);
    if (named === undefined || (named.kind !== "user" && named.kind !== "role") || !last?.boundary) return [];
    const { kind, name } = named;
    return [step(restorePermissionsBoundary, { kind, name, arn, boundary: last.boundary })];
  },
});
