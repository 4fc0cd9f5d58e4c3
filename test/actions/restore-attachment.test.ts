import { restoreAttachment } from "../../shared/actions/iam/restore-attachment.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { attach, create, createPolicy, detach, kinds, type On, reading, remove } from "./identities.ts";
import { obeysTheLaws } from "./laws.ts";

type Params = On & { readonly policyArn: string; readonly attached: boolean };

const removeAttached = async (lab: ExampleLab, on: Params): Promise<void> => {
  await detach(lab, on, on.policyArn);
  await remove(lab, on);
};

obeysTheLaws<Params>(restoreAttachment, [
  ...kinds.map((kind) => ({
    name: `a policy of AWS's that was attached to a ${kind}`,
    prepare: async (lab: ExampleLab, name: string) => {
      const on = await create(lab, kind, name);
      const policyArn = "arn:aws:iam::aws:policy/AmazonKinesisFullAccess";
      await attach(lab, on, policyArn);
      return { ...on, policyArn, attached: false };
    },
    remove: removeAttached,
  })),
  {
    name: "a policy of the account's own that was detached",
    prepare: async (lab, name) => ({
      ...(await create(lab, "user", name)),
      policyArn: await createPolicy(lab, `${name}-guard`, reading),
      attached: true,
    }),
    remove,
  },
]);
