import { expect, test } from "vitest";
import { boundaryRemoved as detection } from "../../../../shared/detections/iam/boundary-removed.ts";
import { baseline, policyArn, roleArn, stateOf, userArn } from "./states.ts";

const judge = (boundary: string | null, was: string | null) =>
  detection.judge(stateOf(userArn, { boundary }), baseline, stateOf(userArn, { boundary: was }));

test("it is gone, or another: the one that was comes back", () => {
  for (const boundary of [null, `${policyArn}-wider`])
    for (const arn of [userArn, roleArn]) {
      const [now, last] = [stateOf(arn, { boundary }), stateOf(arn, { boundary: policyArn })];
      const found = detection.judge(now, baseline, last).map((verdict) => verdict.found);
      expect(found).toStrictEqual([boundary ?? "none"]);
      const named = arn === userArn ? { kind: "user", name: "bob" } : { kind: "role", name: "worker" };
      expect(detection.playbook(now, baseline, found, last)).toStrictEqual([
        { action: "restore-permissions-boundary", params: { ...named, arn, boundary: policyArn } },
      ]);
    }
});

test("not where there was none, where it is the same, and where Lockkeeper has put its own", () => {
  expect(judge(policyArn, null)).toStrictEqual([]);
  expect(judge(policyArn, policyArn)).toStrictEqual([]);
  expect(judge("arn:aws:iam::aws:policy/AWSDenyAll", policyArn)).toStrictEqual([]);
});

test("blamed is who took it away, or put the one that is there", () => {
  const without = stateOf(userArn);
  expect(detection.causes.DeleteUserPermissionsBoundary?.({ userName: "bob" }, without, "none")).toBe(true);
  const other = stateOf(userArn, { boundary: policyArn });
  expect(detection.causes.DeleteUserPermissionsBoundary?.({ userName: "bob" }, other, policyArn)).toBe(false);
  expect(detection.causes.PutUserPermissionsBoundary?.({ permissionsBoundary: policyArn }, other, policyArn)).toBe(
    true,
  );
});
