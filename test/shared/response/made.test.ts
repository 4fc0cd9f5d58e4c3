import { expect, test } from "vitest";
import { toldOfMade } from "../../../shared/incident/made.ts";
import { madeBy } from "../../../shared/response/made.ts";
import { callOf, home, identities } from "../records.ts";

type Fields = Readonly<Record<string, unknown>>;
const call = (service: string, eventName: string, requestParameters: Fields | null, changes: Fields = {}) =>
  callOf({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters, resources: null, ...changes });

const roleArn = `arn:aws:iam::${home.account}:role/work/worker`;
const session = `arn:aws:sts::${home.account}:assumed-role/worker/one`;
const assumed = { assumedRoleUser: { assumedRoleId: "AROAEXAMPLE:one", arn: session } };
const key = { accessKey: { accessKeyId: "AKIANEW", userName: "bob", status: "Active" } };

test.each([
  [
    "a key",
    call("iam", "CreateAccessKey", { userName: "bob" }, { responseElements: key }),
    {
      what: "access key",
      name: "AKIANEW of bob",
      key: { userName: "bob", accessKeyId: "AKIANEW" },
    },
  ],
  [
    "a session of a role",
    call("sts", "AssumeRole", { roleArn, roleSessionName: "one" }, { readOnly: true, responseElements: assumed }),
    {
      what: "session of a role",
      name: session,
      session: { roleName: "worker", roleArn, userId: "AROAEXAMPLE:one" },
    },
  ],
  [
    "a session of the user themselves",
    call("sts", "GetSessionToken", null, { readOnly: true }),
    { userSession: { userName: "alice" } },
  ],
  ["a user", call("iam", "CreateUser", { userName: "eve" }), { what: "user", name: "eve" }],
  ["a role", call("iam", "CreateRole", { roleName: "out" }), { what: "role", name: "out" }],
  ["a password", call("iam", "CreateLoginProfile", { userName: "bob" }), { what: "password of the user", name: "bob" }],
  ["a policy", call("iam", "CreatePolicy", { policyName: "p" }), { what: "policy", name: "p" }],
  [
    "a function, whose events have the date of the API",
    call("lambda", "CreateFunction20150331", { functionName: "f" }),
    { what: "function", name: "f" },
  ],
  ["a mapping", call("lambda", "CreateEventSourceMapping20150331", { functionName: "f" }), { name: "f" }],
])("%s is written down", (_, made, expected) => {
  expect(madeBy(made)).toMatchObject({ ...expected, eventID: made.eventID, at: made.time });
});

test.each([
  ["what was refused", call("iam", "CreateUser", { userName: "eve" }, { errorCode: "AccessDenied" })],
  [
    "what an AWS service makes for itself",
    call(
      "sts",
      "AssumeRole",
      { roleArn },
      { userIdentity: { type: "AWSService", invokedBy: "lambda.amazonaws.com" }, responseElements: assumed },
    ),
  ],
  [
    "what one makes on somebody's behalf",
    call(
      "iam",
      "CreateUser",
      { userName: "eve" },
      { userIdentity: { ...identities.user, invokedBy: "cloudformation.amazonaws.com" } },
    ),
  ],
  ["what only changes something", call("iam", "UpdateUser", { userName: "eve" })],
  ["a key of whom nobody knows", call("iam", "CreateAccessKey", null, { responseElements: null })],
])("not %s", (_, made) => {
  expect(madeBy(made)).toBeUndefined();
});

test("people are told all of it, or the first ten", () => {
  const one = (name: string) => ({ what: "user", name, eventID: "e", at: "2026-09-19T11:31:50.000Z" });
  expect(toldOfMade("arn:eve", [one("a"), one("b")])).toBe(
    "arn:eve has made, since 2026-09-19T11:31:50Z: user a, user b. Look at each of them.",
  );
  expect(
    toldOfMade(
      "arn:eve",
      Array.from({ length: 12 }, (_, n) => one(`u${n}`)),
    ),
  ).toContain("user u9 and 2 more.");
});
