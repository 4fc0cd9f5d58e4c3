import {
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  ListPolicyVersionsCommand,
} from "@aws-sdk/client-iam";
import { restorePolicyVersion } from "../../shared/actions/iam/restore-policy-version.ts";
import { type ExampleLab, policy } from "../lab/door/example-lab.ts";
import { createPolicy, dashboards, reading } from "./identities.ts";
import { obeysTheLaws } from "./laws.ts";

type Params = Parameters<typeof restorePolicyVersion.plan>[0];

const put = async (
  lab: ExampleLab,
  PolicyArn: string,
  PolicyDocument: string,
  SetAsDefault: boolean,
): Promise<void> => {
  await lab.as(lab.root).iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault }));
};

const drop = async (lab: ExampleLab, PolicyArn: string, VersionId: string): Promise<void> => {
  await lab.as(lab.root).iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
};

const remove = async (lab: ExampleLab, { policyArn: PolicyArn }: Params): Promise<void> => {
  const { iam } = lab.as(lab.root);
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId = "", IsDefaultVersion } of Versions)
    if (!IsDefaultVersion) await drop(lab, PolicyArn, VersionId);
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
};

const other = (n: number): string => policy({ Effect: "Allow", Action: `cloudwatch:Get${n}`, Resource: "*" });

obeysTheLaws<Params>(restorePolicyVersion, [
  {
    name: "a version that is still there",
    prepare: async (lab, name) => {
      const policyArn = await createPolicy(lab, name, dashboards);
      await put(lab, policyArn, reading, true);
      return { policyArn, document: dashboards };
    },
    remove,
  },
  {
    name: "a version that was deleted",
    prepare: async (lab, name) => {
      const policyArn = await createPolicy(lab, name, dashboards);
      await put(lab, policyArn, reading, true);
      await drop(lab, policyArn, "v1");
      return { policyArn, document: dashboards };
    },
    remove,
  },
  {
    name: "a version that was deleted, and five others in its place: the oldest makes room, and comes back",
    prepare: async (lab, name) => {
      const policyArn = await createPolicy(lab, name, dashboards);
      for (const n of [1, 2, 3]) await put(lab, policyArn, other(n), false);
      await put(lab, policyArn, reading, true);
      await drop(lab, policyArn, "v1");
      await put(lab, policyArn, other(4), false);
      return { policyArn, document: dashboards };
    },
    remove,
  },
]);
