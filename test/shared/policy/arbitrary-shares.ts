import * as fc from "fast-check";
import { byRole, byRoot, byService, byUser } from "../../lab/iam/example-requests.ts";
import type { AccessRequest, Policy, Statement } from "../../lab/iam/types.ts";
import { own, partner, stranger, vendor } from "./example-allowed.ts";

/** Something of a policy, and by our own judgement, apart from the product's: may it stay? */
interface Judged<T> {
  readonly it: T;
  readonly stays: boolean;
}
interface Name {
  readonly type: "AWS" | "Service" | "Federated" | "CanonicalUser";
  readonly value: string;
}

const staying = <T>(...all: readonly T[]): readonly Judged<T>[] => all.map((it) => ({ it, stays: true }));
const going = <T>(...all: readonly T[]): readonly Judged<T>[] => all.map((it) => ({ it, stays: false }));
const aws = (value: string): Name => ({ type: "AWS", value });
const service = (value: string): Name => ({ type: "Service", value });

const names: readonly Judged<Name>[] = [
  ...staying(
    ...[own, partner, `arn:aws:iam::${own}:root`, `arn:aws:iam::${partner}:root`].map(aws),
    ...[`arn:aws:iam::${own}:role/orders`, `arn:aws:sts::${own}:assumed-role/orders/session`].map(aws),
    ...[`arn:aws:iam::${vendor}:role/path/reader`, `arn:aws:iam::${vendor}:role/team/a`].map(aws),
    service("events.amazonaws.com"),
  ),
  ...going(
    ...["*", stranger, vendor, `arn:aws:iam::${stranger}:root`, `arn:aws:iam::${vendor}:root`].map(aws),
    ...[`arn:aws:iam::${stranger}:role/orders`, `arn:aws:sts::${stranger}:assumed-role/orders/session`].map(aws),
    ...[`arn:aws:iam::${vendor}:role/writer`, `arn:aws:iam::${stranger}:user/orders`].map(aws),
    service("sns.amazonaws.com"),
    service("*"),
    { type: "Federated" as const, value: "cognito-identity.amazonaws.com" },
    { type: "CanonicalUser" as const, value: "79a59df9" },
  ),
];

interface Narrowing {
  readonly condition: NonNullable<Statement["Condition"]>;
  /** Whom it keeps to those who are allowed: all, or only services and everybody. */
  readonly keeps: "all" | "services" | "nobody";
}
const keeping = (keeps: Narrowing["keeps"], ...conditions: readonly Narrowing["condition"][]): readonly Narrowing[] =>
  conditions.map((condition) => ({ condition, keeps }));

const narrowings: readonly Narrowing[] = [
  ...keeping(
    "all",
    { StringEquals: { "aws:PrincipalOrgID": "o-ourcompany" } },
    { StringEquals: { "aws:principalaccount": [own, partner] } },
    { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${own}:*` } },
    { StringLike: { "aws:PrincipalArn": [`arn:aws:iam::${vendor}:role/team/*`] } },
    { "ForAnyValue:StringLike": { "aws:PrincipalOrgID": "o-ourcompany" }, Bool: { "aws:SecureTransport": "true" } },
  ),
  ...keeping(
    "services",
    { StringEquals: { "aws:SourceAccount": own } },
    { ArnLike: { "aws:SourceArn": `arn:aws:sns:*:${own}:*` } },
  ),
  ...keeping(
    "nobody",
    {},
    {},
    {},
    { StringEquals: { "aws:PrincipalOrgID": "o-another" } },
    { StringEquals: { "aws:PrincipalOrgID": ["o-ourcompany", "o-another"] } },
    { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-ourcompany" } },
    { "ForAllValues:StringEquals": { "aws:PrincipalAccount": own, "aws:PrincipalOrgID": "o-ourcompany" } },
    { StringNotEquals: { "aws:PrincipalAccount": own } },
    { StringEquals: { "aws:SourceAccount": [own, stranger] } },
    { StringLike: { "aws:PrincipalArn": `arn:*:${own}:*` } },
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } },
    { Bool: { "aws:SecureTransport": "true" } },
  ),
];

/** A statement, and what of it may stay. */
interface Share {
  readonly whole: Statement;
  readonly staying: Statement | undefined;
}

const action = fc.constantFrom<Pick<Statement, "Action" | "NotAction">>(
  { Action: "kinesis:GetRecords" },
  { Action: ["KINESIS:get*", "kinesis:ListShards"] },
  { NotAction: "kinesis:PutRecord" },
);

/** The names as an element has them; `whole`, of which they are what is left, says which stand in a list. */
const grouped = (left: readonly Name[], whole: readonly Name[], asLists: boolean): Statement["Principal"] => {
  const isAlone = ({ type }: Name) => !asLists && whole.filter((one) => one.type === type).length === 1;
  const [first] = whole;
  if (first && whole.length === 1 && isAlone(first) && first.type === "AWS" && first.value === "*") return "*";
  const byType = Object.groupBy(left, ({ type }) => type);
  return Object.fromEntries(
    Object.entries(byType).map(([type, some]) => {
      const values = some.map(({ value }) => value);
      const [one] = some;
      return [type, one && isAlone(one) ? one.value : values];
    }),
  );
};

const share: fc.Arbitrary<Share> = fc
  .record({
    effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
    some: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 5 }),
    narrowing: fc.constantFrom(...narrowings),
    action,
    asLists: fc.boolean(),
    except: fc.integer({ min: 0, max: 7 }).map((roll) => roll === 0),
  })
  .map(({ effect, some, narrowing: { condition, keeps }, action: acts, asLists, except }): Share => {
    const Effect = effect === "Allow" ? "Allow" : "Deny";
    const Condition = Object.keys(condition).length > 0 ? { Condition: condition } : {};
    const parts = { ...acts, Resource: "*", ...Condition };
    const all = some.map(({ it }) => it);
    const principal = grouped(all, all, asLists) ?? "*";
    if (except) {
      const whole: Statement = { Effect, NotPrincipal: principal, ...parts };
      return { whole, staying: Effect === "Deny" ? whole : undefined };
    }
    const whole: Statement = { ...parts, Principal: principal, Effect };
    const reach = ({ type, value }: Name) => type === "Service" || (type === "AWS" && value === "*");
    const stays = ({ it, stays: byItself }: Judged<Name>) =>
      byItself || keeps === "all" || (keeps === "services" && reach(it));
    const left = some.filter((one) => Effect === "Deny" || stays(one)).map(({ it }) => it);
    return {
      whole,
      staying: left.length === 0 ? undefined : { ...whole, Principal: grouped(left, all, asLists) ?? "*" },
    };
  });

/** A resource policy, and what is to be left of it. */
export const shares: fc.Arbitrary<{ readonly policy: Policy; readonly left: readonly Statement[] }> = fc
  .tuple(fc.array(share, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([all, isList]) => {
    const [first] = all;
    const statements = isList || !first ? all : [first];
    const whole = statements.map((one) => one.whole);
    return {
      policy: { Version: "2012-10-17", Statement: isList ? whole : (whole[0] ?? []) },
      left: statements.flatMap((one) => one.staying ?? []),
    };
  });

const call = { action: "kinesis:GetRecords" };
const from = (organization: string) => ({ ...call, context: { "aws:PrincipalOrgID": organization } });
const onBehalfOf = (id: string) => ({
  ...call,
  context: { "aws:SourceAccount": id, "aws:SourceArn": `arn:aws:sns:us-east-1:${id}:topic` },
});

/** Callers who are allowed, one way or another. */
export const allowedCallers: readonly AccessRequest[] = [
  byUser("orders", call),
  byRole("orders", call),
  byRoot(call),
  byUser("orders", call, partner),
  byRole("path/reader", call, vendor),
  byRole("team/a", call, vendor),
  byRole("orders", from("o-ourcompany"), "555555555555"),
  byService("events.amazonaws.com", call),
  byService("sns.amazonaws.com", onBehalfOf(own)),
];

/** Callers who are not. */
export const strangers: readonly AccessRequest[] = [
  byUser("orders", call, stranger),
  byRole("orders", call, stranger),
  byRole("orders", from("o-another"), stranger),
  byRole(`:${own}:role/x`, call, stranger),
  byRoot(call, stranger),
  byRole("writer", call, vendor),
  byRoot(call, vendor),
  byService("sns.amazonaws.com", call),
  byService("sns.amazonaws.com", onBehalfOf(stranger)),
];
