import { describe, expect, test } from "vitest";
import { type Actor, actorOf } from "../../../shared/cloudtrail/actor.ts";
import type { UserIdentity } from "../../../shared/cloudtrail/record.ts";
import { home, identities, otherAccount } from "../records.ts";

const { user, roleSession } = identities;
const role = (path: string) => `arn:aws:iam::${home.account}:role/${path}`;
const consoleSession = {
  sessionIssuer: {},
  webIdFederationData: {},
  attributes: { creationDate: "2026-09-19T09:00:00Z", mfaAuthenticated: "true" },
};
const reserved = "AWSReservedSSO_Operators_0123456789abcdef";

interface Variant {
  readonly identity: UserIdentity | null | undefined;
  readonly actor: Actor;
}

const variants: Readonly<Record<string, Variant>> = {
  "a user with a long-term key": {
    identity: user,
    actor: {
      name: user.arn,
      account: home.account,
      arn: user.arn,
      credential: { kind: "user-key", userName: "alice", accessKeyId: user.accessKeyId },
    },
  },
  "a user in a session": {
    identity: {
      ...user,
      accessKeyId: "ASIAEXAMPLEEXAMPLE00",
      sessionContext: consoleSession,
      invokedBy: "AWS Internal",
    },
    actor: {
      name: user.arn,
      account: home.account,
      arn: user.arn,
      credential: { kind: "user-session", userName: "alice", accessKeyId: "ASIAEXAMPLEEXAMPLE00" },
      invokedBy: "AWS Internal",
    },
  },
  "a user whose key is empty": {
    identity: { ...user, accessKeyId: "" },
    actor: {
      name: user.arn,
      account: home.account,
      arn: user.arn,
      credential: { kind: "user-session", userName: "alice" },
    },
  },
  "a user under a path, named by the ARN alone": {
    identity: {
      type: "IAMUser",
      arn: `arn:aws:iam::${home.account}:user/team/bob`,
      accessKeyId: "AKIAEXAMPLEEXAMPLE01",
    },
    actor: {
      name: `arn:aws:iam::${home.account}:user/team/bob`,
      arn: `arn:aws:iam::${home.account}:user/team/bob`,
      credential: { kind: "user-key", userName: "bob", accessKeyId: "AKIAEXAMPLEEXAMPLE01" },
    },
  },
  "a user without any name": {
    identity: { type: "IAMUser", accessKeyId: "AKIAEXAMPLEEXAMPLE02" },
    actor: { name: "unknown", credential: { kind: "unknown", type: "IAMUser without a name" } },
  },
  "a role in a session": {
    identity: roleSession(role("deploy/pipeline"), "build-7"),
    actor: {
      name: `arn:aws:sts::${home.account}:assumed-role/pipeline/build-7`,
      account: home.account,
      arn: `arn:aws:sts::${home.account}:assumed-role/pipeline/build-7`,
      credential: {
        kind: "role-session",
        roleName: "pipeline",
        roleArn: role("deploy/pipeline"),
        userId: "AROAEXAMPLEEXAMPLE000:build-7",
        sessionName: "build-7",
        accessKeyId: "ASIAEXAMPLEEXAMPLE00",
        issuedAt: "2026-09-19T09:00:00Z",
        instance: false,
      },
    },
  },
  "a role without its issuer": {
    identity: { type: "AssumedRole", arn: `arn:aws:sts::${home.account}:assumed-role/pipeline/build-7` },
    actor: {
      name: `arn:aws:sts::${home.account}:assumed-role/pipeline/build-7`,
      arn: `arn:aws:sts::${home.account}:assumed-role/pipeline/build-7`,
      credential: {
        kind: "role-session",
        roleName: "pipeline",
        roleArn: "",
        userId: "",
        sessionName: "build-7",
        instance: false,
      },
    },
  },
  "an Identity Center role": {
    identity: roleSession(role(`aws-reserved/sso.amazonaws.com/eu-west-1/${reserved}`), "carol@example.com"),
    actor: {
      name: `arn:aws:sts::${home.account}:assumed-role/${reserved}/carol@example.com`,
      account: home.account,
      arn: `arn:aws:sts::${home.account}:assumed-role/${reserved}/carol@example.com`,
      credential: {
        kind: "identity-center-session",
        roleName: reserved,
        roleArn: role(`aws-reserved/sso.amazonaws.com/eu-west-1/${reserved}`),
        userId: "AROAEXAMPLEEXAMPLE000:carol@example.com",
        sessionName: "carol@example.com",
      },
    },
  },
  "a service-linked role": {
    identity: {
      ...roleSession(
        role("aws-service-role/resource-explorer-2.amazonaws.com/AWSServiceRoleForResourceExplorer"),
        "indexer",
      ),
      invokedBy: "resource-explorer-2.amazonaws.com",
    },
    actor: {
      name: `arn:aws:sts::${home.account}:assumed-role/AWSServiceRoleForResourceExplorer/indexer`,
      account: home.account,
      arn: `arn:aws:sts::${home.account}:assumed-role/AWSServiceRoleForResourceExplorer/indexer`,
      credential: {
        kind: "service-linked-role",
        roleName: "AWSServiceRoleForResourceExplorer",
        roleArn: role("aws-service-role/resource-explorer-2.amazonaws.com/AWSServiceRoleForResourceExplorer"),
      },
      invokedBy: "resource-explorer-2.amazonaws.com",
    },
  },
  "root with an access key": {
    identity: {
      type: "Root",
      principalId: home.account,
      arn: `arn:aws:iam::${home.account}:root`,
      accountId: home.account,
      accessKeyId: "AKIAEXAMPLEEXAMPLE03",
    },
    actor: {
      name: `arn:aws:iam::${home.account}:root`,
      account: home.account,
      arn: `arn:aws:iam::${home.account}:root`,
      credential: { kind: "root", accessKeyId: "AKIAEXAMPLEEXAMPLE03" },
    },
  },
  "root at the console": {
    identity: {
      type: "Root",
      principalId: home.account,
      arn: `arn:aws:iam::${home.account}:root`,
      accountId: home.account,
    },
    actor: {
      name: `arn:aws:iam::${home.account}:root`,
      account: home.account,
      arn: `arn:aws:iam::${home.account}:root`,
      credential: { kind: "root" },
    },
  },
  "a federated user": {
    identity: {
      type: "FederatedUser",
      principalId: `${home.account}:partner`,
      arn: `arn:aws:sts::${home.account}:federated-user/partner`,
      accountId: home.account,
      accessKeyId: "ASIAEXAMPLEEXAMPLE01",
      sessionContext: {
        sessionIssuer: { type: "IAMUser", arn: user.arn, accountId: home.account, userName: "alice" },
      },
    },
    actor: {
      name: `arn:aws:sts::${home.account}:federated-user/partner`,
      account: home.account,
      arn: `arn:aws:sts::${home.account}:federated-user/partner`,
      credential: { kind: "federated-user", issuer: "alice", accessKeyId: "ASIAEXAMPLEEXAMPLE01" },
    },
  },
  "another account": {
    identity: { type: "AWSAccount", principalId: "AIDAEXAMPLEEXAMPLE009", accountId: otherAccount },
    actor: { name: "AIDAEXAMPLEEXAMPLE009", account: otherAccount, credential: { kind: "other-account" } },
  },
  "an AWS service": {
    identity: { type: "AWSService", invokedBy: "kinesis.amazonaws.com" },
    actor: {
      name: "kinesis.amazonaws.com",
      credential: { kind: "service", service: "kinesis.amazonaws.com" },
      invokedBy: "kinesis.amazonaws.com",
    },
  },
  "a service event, which has no type": {
    identity: { accountId: home.account, invokedBy: "AWS Internal" },
    actor: {
      name: "AWS Internal",
      account: home.account,
      credential: { kind: "service", service: "AWS Internal" },
      invokedBy: "AWS Internal",
    },
  },
  "an Identity Center user": {
    identity: {
      type: "IdentityCenterUser",
      accountId: home.account,
      onBehalfOf: { userId: "user-1", identityStoreArn: "arn:aws:identitystore::123456789012:identitystore/d-1" },
    },
    actor: {
      name: "user-1",
      account: home.account,
      credential: { kind: "identity-center-user", userId: "user-1" },
    },
  },
  "a SAML user": {
    identity: { type: "SAMLUser", principalId: "issuer:dave", userName: "dave" },
    actor: { name: "dave", credential: { kind: "unknown", type: "SAMLUser" } },
  },
  "a type that says Unknown": {
    identity: { type: "Unknown", principalId: "somebody" },
    actor: { name: "somebody", credential: { kind: "unknown", type: "Unknown" } },
  },
  "no identity at all": {
    identity: undefined,
    actor: { name: "unknown", credential: { kind: "unknown", type: "none" } },
  },
  "an identity that is null": {
    identity: null,
    actor: { name: "unknown", credential: { kind: "unknown", type: "none" } },
  },
  "an empty identity": {
    identity: {},
    actor: { name: "unknown", credential: { kind: "unknown", type: "none" } },
  },
};

test.each(Object.entries(variants))("%s is read for what it is", (_, { identity, actor }) => {
  expect(actorOf(identity)).toStrictEqual(actor);
});

describe("a session from an instance's metadata service", () => {
  const credentialOf = (identity: UserIdentity) => {
    const { credential } = actorOf(identity);
    return credential.kind === "role-session" ? credential.instance : undefined;
  };

  test("is known by its session name, the instance id", () => {
    expect(credentialOf(roleSession(role("web"), "i-0123456789abcdef0"))).toBe(true);
  });

  test("is known by the mark of the metadata service", () => {
    const session = roleSession(role("web"), "anything");
    expect(credentialOf({ ...session, sessionContext: { ec2RoleDelivery: "2.0" } })).toBe(true);
  });

  test("is not any session whose name begins alike", () => {
    expect(credentialOf(roleSession(role("web"), "i-am-a-person"))).toBe(false);
  });
});

describe("a role that anybody can make is an ordinary role, whatever it is called", () => {
  test.each([
    ["named like a service-linked role", "AWSServiceRoleForNobody"],
    ["under a path that holds the one of Identity Center", "mine/aws-reserved/sso.amazonaws.com/Nobody"],
    ["under a path that holds the one of service-linked roles", "mine/aws-service-role/kinesis.amazonaws.com/Nobody"],
  ])("%s", (_, path) => {
    expect(actorOf(roleSession(role(path), "session")).credential.kind).toBe("role-session");
  });
});
