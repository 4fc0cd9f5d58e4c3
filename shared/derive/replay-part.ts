import { type ReplayFunction, replayFunctions, replayRights } from "../replay/distributed/rights.ts";
import { archiveAt, type Place } from "../replay/place.ts";
import { sub } from "./arns.ts";
import type { Resources } from "./queues.ts";
import { replayMachine } from "./replay-machine.ts";
import { actionsFor, logs, operationOf, role, roleId } from "./roles.ts";

/** The part that replays archives on AWS: what follows from the code and from the parameters. The rest stands in serverless.replay.yml. */

export interface ReplayParams {
  /** `bucket/AWSLogs/` */
  readonly archive: string;
  /** The ARN of the key that the archive is encrypted with; empty without one. */
  readonly archiveKey: string;
  /** How many batches are read at once, at most. */
  readonly concurrency: string;
}

const results = "${Results.Arn}";

/** What a function may do with objects and buckets, a statement for each call. */
const statementsFor = async (name: ReplayFunction, { bucket, prefix }: Place): Promise<readonly object[]> => {
  const statement = async (
    permission: (typeof replayRights)[ReplayFunction]["results"][number],
    where: Place | undefined,
  ) => {
    const { on } = await operationOf(permission);
    const Action = await actionsFor(permission);
    const at = where ? `arn:\${AWS::Partition}:s3:::${where.bucket}` : results;
    if (!on.includes("s3:bucket")) return { Effect: "Allow", Action, Resource: sub(`${at}/${where?.prefix ?? ""}*`) };
    const Condition = where?.prefix ? { StringLike: { "s3:prefix": `${where.prefix}*` } } : undefined;
    return { Effect: "Allow", Action, Resource: sub(at), ...(Condition ? { Condition } : {}) };
  };
  const { archive, results: own } = replayRights[name];
  return Promise.all([
    ...archive.map((permission) => statement(permission, { bucket, prefix })),
    ...own.map((permission) => statement(permission, undefined)),
  ]);
};

/** How many at once. @throws TypeError: what was expected */
const atOnce = (concurrency: string): number => {
  const count = Number(concurrency);
  if (!Number.isInteger(count) || count < 1)
    throw new TypeError(
      `--param concurrency: expected how many batches are read at once, such as 20, found ${concurrency}`,
    );
  return count;
};

/** @throws TypeError, UnusableInput: which parameter is wrong, and what was expected */
export const replayPart = async ({ archive, archiveKey, concurrency }: ReplayParams): Promise<Resources> => {
  const place = archiveAt(archive);
  const decrypts = { Effect: "Allow", Action: ["kms:Decrypt"], Resource: archiveKey };
  const roles = replayFunctions.map(async (name) => {
    const Statement = [
      ...(await statementsFor(name, place)),
      ...(archiveKey && name === "read" ? [decrypts] : []),
      logs(name),
    ];
    return [roleId(name), role(name, Statement)] as const;
  });
  return {
    ...Object.fromEntries(await Promise.all(roles)),
    ...replayMachine(atOnce(concurrency)),
  };
};
