// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { account, allow, byRole, byUser, deny, policy } from "./example-requests.ts";
import type { AccessRequest, Policies } from "./types.ts";

const isAllowed = (request: AccessRequest, policies: Policies) => evaluate(request, policies).allowed;
const everything = policy(allow("*"));

describe("cases from the IAM User Guide", () => {
  test("Carlos may write to his bucket but not to the logs, although the bucket policy names him", () => {
    const identity = [
      policy(
        allow(["s3:GetBucketLocation", "s3:ListAllMyBuckets"], "arn:aws:s3:::*"),
        allow("s3:*", ["arn:aws:s3:::carlossalazar/*", "arn:aws:s3:::carlossalazar"]),
        deny("s3:*", "arn:aws:s3:::*log*"),
      ),
    ];
    const put = (bucket: string) =>
      byUser("carlossalazar", { action: "s3:PutObject", resources: [`arn:aws:s3:::${bucket}/x`] });
    expect(evaluate(put("carlossalazar-logs"), { identity })).toEqual({
      allowed: false,
      because: "with an explicit deny in an identity-based policy",
    });
    expect(isAllowed(put("carlossalazar"), { identity })).toBe(true);
    expect(isAllowed(put("somebody"), { identity })).toBe(false);
  });

  test("Shirley's boundary lets her identity policy create no users", () => {
    const boundary = policy(allow(["s3:*", "cloudwatch:*", "ec2:*"]));
    const create = byUser("ShirleyRodriguez", {
      action: "iam:CreateUser",
      resources: [`arn:aws:iam::${account}:user/new`],
    });
    expect(evaluate(create, { identity: [policy(allow("iam:CreateUser"))], boundary })).toEqual({
      allowed: false,
      because: "because no permissions boundary allows the iam:CreateUser action",
    });
    expect(isAllowed({ ...create, action: "s3:CreateBucket" }, { identity: [policy(allow("s3:*"))], boundary })).toBe(
      true,
    );
    expect(isAllowed({ ...create, action: "s3:CreateBucket" }, { identity: [], boundary })).toBe(false);
  });

  test("Zhang creates users only with the company's boundary, and cannot take boundaries off", () => {
    const companyBoundary = `arn:aws:iam::${account}:policy/XCompanyBoundaries`;
    const boundary = policy(
      {
        ...allow(["iam:CreateUser", "iam:AttachUserPolicy", "iam:PutUserPermissionsBoundary"]),
        Condition: { StringEquals: { "iam:PermissionsBoundary": companyBoundary } },
      },
      allow(["cloudwatch:*", "iam:GetUser", "iam:*Group*", "iam:CreatePolicy"]),
      deny(["iam:CreatePolicyVersion", "iam:DeletePolicy"], companyBoundary),
      deny("iam:DeleteUserPermissionsBoundary"),
    );
    const policies = { identity: [policy(allow("iam:*"))], boundary };
    const ask = (action: string, context: AccessRequest["context"] = {}) =>
      isAllowed(byUser("Zhang", { action, context, resources: [`arn:aws:iam::${account}:user/new`] }), policies);
    expect(ask("iam:CreateUser", { "iam:PermissionsBoundary": companyBoundary })).toBe(true);
    expect(ask("iam:CreateUser", { "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/Other` })).toBe(false);
    expect(ask("iam:CreateUser")).toBe(false);
    expect(ask("iam:CreateGroup")).toBe(true);
    expect(ask("iam:DeleteUserPermissionsBoundary")).toBe(false);
  });

  test("reports stay denied although reading is allowed", () => {
    const identity = [policy(allow(["iam:Get*", "iam:List*"]), deny("iam:*Report"))];
    const ask = (action: string) => isAllowed(byUser("bob", { action, resources: ["*"] }), { identity });
    expect(ask("iam:ListUsers")).toBe(true);
    expect(ask("iam:GetOrganizationsAccessReport")).toBe(false);
    expect(ask("iam:CreatePolicy")).toBe(false);
  });

  test("users reach their own home only", () => {
    const identity = [policy(allow("s3:*", "arn:aws:s3:::bucket/home/${aws:username}/*"))];
    const ask = (request: AccessRequest) =>
      isAllowed({ ...request, action: "s3:GetObject", resources: ["arn:aws:s3:::bucket/home/adele/x"] }, { identity });
    expect(ask(byUser("adele"))).toBe(true);
    expect(ask(byUser("david"))).toBe(false);
    expect(ask(byRole("adele"))).toBe(false);
  });

  test("only long-term keys may use EC2 when the token's issue time must be absent", () => {
    const identity = [policy({ ...allow("ec2:*"), Condition: { Null: { "aws:TokenIssueTime": "true" } } })];
    const ask = (context: AccessRequest["context"]) =>
      isAllowed(byUser("bob", { action: "ec2:RunInstances", resources: ["*"], context }), { identity });
    expect(ask({})).toBe(true);
    expect(ask({ "aws:TokenIssueTime": "2026-11-22T10:00:00Z" })).toBe(false);
  });
});

describe("the denials that end a session", () => {
  const revoked = policy({
    ...deny("*"),
    Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-11-22T10:00:30.000Z" } },
  });
  const ask = (request: AccessRequest) => isAllowed(request, { identity: [everything, revoked] });

  test("sessions issued before the time are out, later ones and long-term keys are not", () => {
    expect(ask(byRole("reader", { context: { "aws:TokenIssueTime": "2026-11-22T10:00:29Z" } }))).toBe(false);
    expect(ask(byRole("reader", { context: { "aws:tokenissuetime": "2026-11-22T10:00:29Z" } }))).toBe(false);
    expect(ask(byRole("reader", { context: { "aws:TokenIssueTime": "2026-11-22T10:00:31Z" } }))).toBe(true);
    expect(ask(byUser("bob"))).toBe(true);
  });

  test("one session can be denied by its user id while the role's others go on", () => {
    const one = policy({ ...deny("*"), Condition: { StringLike: { "aws:userid": "AROAEXAMPLE:attacker" } } });
    const session = (id: string) =>
      isAllowed(byRole("ci", { context: { "aws:userid": `AROAEXAMPLE:${id}` } }), { identity: [everything, one] });
    expect(session("attacker")).toBe(false);
    expect(session("build-7")).toBe(true);
  });

  test("a session denial also holds where the resource policy names the session", () => {
    const resource = policy({
      ...allow("*"),
      Principal: { AWS: `arn:aws:sts::${account}:assumed-role/reader/session` },
    });
    const request = byRole("reader", { context: { "aws:TokenIssueTime": "2026-11-22T09:00:00Z" } });
    expect(isAllowed(request, { identity: [], resource })).toBe(true);
    expect(isAllowed(request, { identity: [revoked], resource })).toBe(false);
  });
});

describe("conditions that stream estates use", () => {
  test("plain HTTP is refused by the topic", () => {
    const resource = policy({ ...deny("*"), Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } });
    const ask = (secure: string) =>
      isAllowed(byUser("bob", { context: { "aws:SecureTransport": secure } }), { identity: [everything], resource });
    expect(ask("true")).toBe(true);
    expect(ask("false")).toBe(false);
  });

  test("a role may be passed to one service only", () => {
    const identity = [
      policy({
        ...allow("iam:PassRole", `arn:aws:iam::${account}:role/channel`),
        Condition: { StringEquals: { "iam:PassedToService": "kinesis.amazonaws.com" } },
      }),
    ];
    const pass = (service: string) =>
      isAllowed(
        byUser("bob", {
          action: "iam:PassRole",
          resources: [`arn:aws:iam::${account}:role/channel`],
          context: { "iam:PassedToService": service },
        }),
        { identity },
      );
    expect(pass("kinesis.amazonaws.com")).toBe(true);
    expect(pass("lambda.amazonaws.com")).toBe(false);
  });

  test("a key may be used through the stream service and from the organization only", () => {
    const identity = [
      policy({
        ...allow("kms:Decrypt"),
        Condition: {
          StringLike: { "kms:ViaService": "kinesis.*.amazonaws.com" },
          StringEquals: { "aws:PrincipalOrgID": "o-example", "aws:SourceAccount": [account] },
        },
      }),
    ];
    const context = {
      "kms:ViaService": "kinesis.us-east-1.amazonaws.com",
      "aws:PrincipalOrgID": "o-example",
      "aws:SourceAccount": account,
    };
    const ask = (change: AccessRequest["context"]) =>
      isAllowed(byRole("reader", { action: "kms:Decrypt", context: { ...context, ...change } }), { identity });
    expect(ask({})).toBe(true);
    expect(ask({ "kms:ViaService": "s3.us-east-1.amazonaws.com" })).toBe(false);
    expect(ask({ "aws:PrincipalOrgID": "o-other" })).toBe(false);
    expect(ask({ "aws:SourceAccount": "999999999999" })).toBe(false);
  });

  test("a quarantine denial exempts the responder's role", () => {
    const organization = [
      [
        everything,
        policy({
          ...deny("iam:Detach*"),
          Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/responder" } },
        }),
      ],
    ];
    const ask = (request: AccessRequest) =>
      isAllowed({ ...request, action: "iam:DetachUserPolicy" }, { identity: [everything], organization });
    expect(ask(byRole("responder"))).toBe(true);
    expect(ask(byRole("admin"))).toBe(false);
  });
});
