import { expect, test } from "vitest";
import type { PlannedStep } from "../../../shared/incident/finding.ts";
import { withQuarantine } from "../../../shared/response/quarantine.ts";
import { home, orders } from "../records.ts";

const quarantineTag = { key: "lockkeeper:quarantine", value: "true" };
const answered = { detection: "d", resource: { type: "AWS::Kinesis::Stream", id: orders }, source: "event" };
const userArn = `arn:aws:iam::${home.account}:user/bob`;
const roleArn = `arn:aws:iam::${home.account}:role/worker`;
const planned = (action: string, params: object): PlannedStep => ({ id: `${action}-1`, action, params, ...answered });
const found = (...steps: readonly PlannedStep[]) => ({ findings: [], steps, advice: [] });

const deactivate = planned("deactivate-access-key", { userName: "bob", accessKeyId: "AKIAX", userArn });
const denyUser = planned("deny-user", { userName: "bob", userArn, way: "boundary" });
const denyRole = planned("deny-role", { roleName: "worker", roleArn });
const others = [
  planned("deny-role-session", { roleName: "worker", roleArn, userId: "AROAX:one" }),
  planned("restore-stream-encryption", { stream: orders }),
];

test("without a quarantine nothing is tagged", () => {
  expect(withQuarantine(found(deactivate), {})).toStrictEqual(found(deactivate));
});

test("a user from whom all is taken is tagged, once for each finding; so is a role", () => {
  const { steps } = withQuarantine(found(deactivate, denyUser, denyRole, ...others), { quarantineTag });
  expect(steps.slice(0, 5)).toStrictEqual([deactivate, denyUser, denyRole, ...others]);
  expect(steps.slice(5)).toMatchObject([
    {
      action: "tag-for-quarantine",
      params: { kind: "user", name: "bob", arn: userArn, ...quarantineTag },
      ...answered,
    },
    { action: "tag-for-quarantine", params: { kind: "role", name: "worker", arn: roleArn, ...quarantineTag } },
  ]);
});

test("one session of a role is not the role, and a stream is nobody", () => {
  expect(withQuarantine(found(...others), { quarantineTag })).toStrictEqual(found(...others));
});
