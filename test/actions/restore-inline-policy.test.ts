import { restoreInlinePolicy } from "../../shared/actions/iam/restore-inline-policy.ts";
import { create, dashboards, dropInline, kinds, type On, putInline, reading, remove } from "./identities.ts";
import { obeysTheLaws } from "./laws.ts";

type Params = On & { readonly policyName: string; readonly document: string | null };

obeysTheLaws<Params>(restoreInlinePolicy, [
  ...kinds.map((kind) => ({
    name: `a policy that a ${kind} had, with another text in it`,
    prepare: async (lab: Parameters<typeof create>[0], name: string) => {
      const on = await create(lab, kind, name);
      await putInline(lab, on, "reports", reading);
      return { ...on, policyName: "reports", document: dashboards };
    },
    remove: async (lab: Parameters<typeof create>[0], on: Params) => {
      await dropInline(lab, on, on.policyName);
      await remove(lab, on);
    },
  })),
  {
    name: "a policy that was not there",
    prepare: async (lab, name) => {
      const on = await create(lab, "user", name);
      await putInline(lab, on, "reports", reading);
      return { ...on, policyName: "reports", document: null };
    },
    remove,
  },
  {
    name: "a policy that was deleted",
    prepare: async (lab, name) => ({
      ...(await create(lab, "user", name)),
      policyName: "guard",
      document: reading,
    }),
    remove,
  },
]);
