import { PutRolePermissionsBoundaryCommand, PutUserPermissionsBoundaryCommand } from "@aws-sdk/client-iam";
import { restorePermissionsBoundary } from "../../shared/actions/iam/restore-permissions-boundary.ts";
import { create, createPolicy, remove } from "./identities.ts";
import { obeysTheLaws } from "./laws.ts";

type Params = Parameters<typeof restorePermissionsBoundary.plan>[0];

obeysTheLaws<Params>(restorePermissionsBoundary, [
  {
    name: "a user who has lost theirs",
    prepare: async (lab, name) => {
      const boundary = await createPolicy(lab, `${name}-boundary`);
      return { ...(await create(lab, "user", name)), kind: "user" as const, boundary };
    },
    remove,
  },
  {
    name: "a user who has another now",
    prepare: async (lab, name) => {
      const boundary = await createPolicy(lab, `${name}-boundary`);
      const on = await create(lab, "user", name);
      const other = await createPolicy(lab, `${name}-other`);
      const input = { UserName: name, PermissionsBoundary: other };
      await lab.as(lab.root).iam.send(new PutUserPermissionsBoundaryCommand(input));
      return { ...on, kind: "user" as const, boundary };
    },
    remove,
  },
  {
    name: "a role that has lost its own",
    prepare: async (lab, name) => {
      const boundary = await createPolicy(lab, `${name}-boundary`);
      return { ...(await create(lab, "role", name)), kind: "role" as const, boundary };
    },
    remove,
  },
  {
    name: "a role that had none",
    prepare: async (lab, name) => {
      const on = await create(lab, "role", name);
      const PermissionsBoundary = await createPolicy(lab, `${name}-boundary`);
      const input = { RoleName: name, PermissionsBoundary };
      await lab.as(lab.root).iam.send(new PutRolePermissionsBoundaryCommand(input));
      return { ...on, kind: "role" as const, boundary: null };
    },
    remove,
  },
]);
