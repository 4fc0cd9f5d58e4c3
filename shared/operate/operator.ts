import type { Incident } from "../incident/incident.ts";
import { fits } from "../resources/arn.ts";
import { Refused } from "./refused.ts";

/** Who gives an order: a user with its path, or a role, of which STS tells the name and not the path. */
export interface Person {
  readonly kind: "user" | "role";
  readonly partition: string;
  readonly account: string;
  /** Of a user with its path. */
  readonly name: string;
}

/** Nobody for root, a federated user or a service: none of them can be named as an operator. */
export const personOf = (arn: string): Person | undefined => {
  const [, partition = "", account = "", user = ""] = /^arn:([a-z-]+):iam::(\d{12}):user\/(.+)$/.exec(arn) ?? [];
  if (user) return { kind: "user", partition, account, name: user };
  const [, of = "", at = "", role = ""] =
    /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+$/.exec(arn) ?? [];
  return role ? { kind: "role", partition: of, account: at, name: role } : undefined;
};

/**
 * By name only, since the path is not known. A name is that of one role, whatever its path; but `*` in a name counts only where the
 * pattern has no path: `role/team/*` would mean every role of the account.
 */
const roleFits = (pattern: string, role: string): boolean => {
  const name = pattern.slice(pattern.lastIndexOf("/") + 1);
  return (name === pattern || !name.includes("*")) && fits(name, role);
};

/** Whether a person is one of those that a pattern of lockkeeper.yml means, part by part: a path may look like anything. */
export const isMeant = (pattern: string, { kind, partition, account, name }: Person): boolean => {
  const [, of, at = "", sort, who = ""] = /^arn:([a-z-]+):iam::(\d{12}|\*):(user|role)\/(.+)$/.exec(pattern) ?? [];
  if (of !== partition || sort !== kind || !fits(at, account)) return false;
  return kind === "role" ? roleFits(who, name) : fits(who, name);
};

/** @throws Refused unless the ARN is that of an operator */
export const requireOperator = (arn: string, operators: readonly string[]): Person => {
  if (operators.length === 0)
    throw new Refused("nobody may give orders: `operators` in lockkeeper.yml names nobody; expected your ARN there");
  const person = personOf(arn);
  if (person && operators.some((pattern) => isMeant(pattern, person))) return person;
  throw new Refused(`${arn} may not give orders: expected one of those named under \`operators\` in lockkeeper.yml`);
};

/** Whether a person is blamed in an incident, with whichever key or session. An account that is not known may be theirs. */
export const isBlamed = ({ findings }: Pick<Incident, "findings">, { kind, account, name }: Person): boolean =>
  findings.some(({ cause }) => {
    if (!cause?.blamed || (cause.actor.account ?? account) !== account) return false;
    const { credential } = cause.actor;
    const user =
      "userName" in credential ? credential.userName : "issuer" in credential ? credential.issuer : undefined;
    const role = "roleName" in credential ? credential.roleName : undefined;
    return kind === "user" ? user === name.slice(name.lastIndexOf("/") + 1) : role === name;
  });

/** @throws Refused if the person is blamed in the incident: nobody decides about what they are accused of themselves */
export const requireUnblamed = (incident: Incident, person: Person): void => {
  if (isBlamed(incident, person))
    throw new Refused(`you are blamed in incident ${incident.id}: expected another operator to decide about it`);
};
