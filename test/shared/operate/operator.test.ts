import { describe, expect, test } from "vitest";
import type { Credential } from "../../../shared/cloudtrail/actor.ts";
import { isBlamed, isMeant, personOf, requireOperator } from "../../../shared/operate/operator.ts";
import { home, otherAccount } from "../records.ts";
import { finding } from "./desk.ts";

const iam = (rest: string) => `arn:aws:iam::${home.account}:${rest}`;
const session = (role: string) => `arn:aws:sts::${home.account}:assumed-role/${role}/olga`;

describe("whom STS names", () => {
  test.each([
    [iam("user/olga"), { kind: "user", name: "olga" }],
    [iam("user/team/olga"), { kind: "user", name: "team/olga" }],
    [session("on-call"), { kind: "role", name: "on-call" }],
  ])("%s", (arn, person) => {
    expect(personOf(arn)).toMatchObject({ ...person, partition: "aws", account: home.account });
  });

  test.each([iam("root"), `arn:aws:sts::${home.account}:federated-user/olga`, "olga", ""])("%j is nobody", (arn) => {
    expect(personOf(arn)).toBeUndefined();
  });
});

describe("whom a pattern means", () => {
  test.each([
    [iam("user/olga"), iam("user/olga")],
    ["arn:aws:iam::*:user/olga", iam("user/olga")],
    [iam("user/team/*"), iam("user/team/olga")],
    [iam("role/on-call"), session("on-call")],
    [iam("role/team/on-call"), session("on-call")],
    [iam("role/on-*"), session("on-call")],
    [iam("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123"), session("AWSReservedSSO_Admin_0123")],
  ])("%s means %s", (pattern, arn) => {
    expect(requireOperator(arn, [pattern])).toStrictEqual(personOf(arn));
  });

  test.each([
    [iam("user/olga"), iam("user/olga2")],
    [iam("user/olga"), iam("user/team/olga")],
    [iam("user/olga"), iam("user/Olga")],
    [iam("user/olga"), session("olga")],
    [iam("role/olga"), iam("user/olga")],
    [iam("user/olga"), `arn:aws:iam::${otherAccount}:user/olga`],
    [iam("user/olga"), `arn:aws-cn:iam::${home.account}:user/olga`],
    [iam("user/o.ga"), iam("user/olga")],
    [iam("role/team/*"), session("on-call")],
    [iam("role/on-*"), session("off-call")],
    [iam("*"), iam("user/olga")],
  ])("%s does not mean %s", (pattern, arn) => {
    const person = personOf(arn);
    expect(person && isMeant(pattern, person)).toBe(false);
    expect(() => requireOperator(arn, [pattern])).toThrow("may not give orders");
  });

  test("with no operators in the file, it is said that nobody may", () => {
    expect(() => requireOperator(iam("user/olga"), [])).toThrow("`operators` in lockkeeper.yml names nobody");
  });
});

describe("who is blamed", () => {
  const blamed = (credential: Credential, account: string | undefined = home.account, more: object = {}) => ({
    findings: [
      {
        ...finding,
        cause: {
          ...(finding.cause as NonNullable<typeof finding.cause>),
          actor: { name: "somebody", credential, ...(account ? { account } : {}) },
          ...more,
        },
      },
    ],
  });
  const olga = personOf(iam("user/team/olga")) as NonNullable<ReturnType<typeof personOf>>;
  const onCall = personOf(session("on-call")) as NonNullable<ReturnType<typeof personOf>>;
  const key: Credential = { kind: "user-key", userName: "olga", accessKeyId: "AKIAEXAMPLEEXAMPLE00" };
  const role: Credential = {
    kind: "role-session",
    roleName: "on-call",
    roleArn: iam("role/on-call"),
    userId: "AROAEXAMPLEEXAMPLE000:eve",
    sessionName: "eve",
    instance: false,
  };

  test.each<[string, Credential, typeof olga]>([
    ["with another key of hers", key, olga],
    ["with a session of hers", { kind: "user-session", userName: "olga" }, olga],
    ["with a session that she issued", { kind: "federated-user", issuer: "olga" }, olga],
    ["in any session of the role", role, onCall],
  ])("%s", (_, credential, person) => {
    expect(isBlamed(blamed(credential), person)).toBe(true);
    expect(isBlamed(blamed(credential, ""), person)).toBe(true);
    expect(isBlamed(blamed(credential, otherAccount), person)).toBe(false);
    expect(isBlamed(blamed(credential, home.account, { blamed: false }), person)).toBe(false);
  });

  test("nobody else, whoever is called the same", () => {
    expect(isBlamed(blamed(key), onCall)).toBe(false);
    expect(isBlamed(blamed({ ...role, roleName: "olga" }), olga)).toBe(false);
    expect(isBlamed(blamed({ kind: "root" }), olga)).toBe(false);
    expect(isBlamed({ findings: [] }, olga)).toBe(false);
  });
});
