import { createHash } from "node:crypto";
import type { Talker } from "../cloudtrail/talker.ts";
import { expiry, keys, type Ledger, queryAll, toValues } from "./table.ts";

/** Who handled the records of a resource, counted for each stretch of so many seconds. */
const stretchSeconds = 600;
/** A stretch of a resource is spread over so many partitions, since one alone takes a thousand writes a second. */
const parts = 8;

const stretchOf = (at: Date): number => Math.floor(at.getTime() / 1000 / stretchSeconds);

/** A call, and who made it: `name` names them within the resource. `calls`: for how many calls it stands. */
export interface Talk extends Talker {
  readonly resource: string;
  readonly name: string;
}

const partOf = (eventID: string): number => createHash("sha256").update(eventID).digest().readUInt8() % parts;

/** Counts a call, in the stretch in which it was made. The same event delivered twice counts twice: it is for an estimate. */
export const countTalk = async (
  { table, call }: Pick<Ledger<"dynamodb:UpdateItem">, "table" | "call">,
  { resource, name, principal, calls, last }: Talk,
): Promise<void> => {
  const at = new Date(last.time);
  await call("dynamodb:UpdateItem", {
    TableName: table,
    Key: toValues({ pk: keys.talkers(resource, stretchOf(at), partOf(last.eventID)), sk: `${last.name}#${name}` }),
    UpdateExpression: "ADD #calls :calls SET #principal = :principal, #last = :last, #expires = :expires",
    ExpressionAttributeNames: { "#calls": "calls", "#principal": "principal", "#last": "last", "#expires": "expires" },
    ExpressionAttributeValues: toValues({
      ":calls": calls,
      ":principal": principal,
      ":last": JSON.stringify(last),
      ":expires": expiry(at, 1),
    }),
  });
};

/** The later of two by the time of the last call. */
const later = (a: Talker["last"], b: Talker["last"]) => (Date.parse(b.time) > Date.parse(a.time) ? b : a);

/** Who made calls of these names in the stretch that a moment is in and the one before it, most first. */
export const readTalkers = async (
  ledger: Ledger<"dynamodb:Query">,
  resource: string,
  calls: readonly string[],
  at: Date,
): Promise<readonly Talker[]> => {
  const stretches = [stretchOf(at) - 1, stretchOf(at)];
  const partitions = stretches.flatMap((stretch) =>
    Array.from({ length: parts }, (_, part) => keys.talkers(resource, stretch, part)),
  );
  const items = (await Promise.all(partitions.map((pk) => queryAll(ledger, pk)))).flat();
  const talkers = new Map<string, Talker>();
  for (const item of items) {
    const last = JSON.parse(String(item["last"])) as Talker["last"];
    if (!calls.includes(last.name)) continue;
    const name = String(item["sk"]).slice(last.name.length + 1);
    const before = talkers.get(name);
    talkers.set(name, {
      principal: String(item["principal"]),
      calls: Number(item["calls"]) + (before?.calls ?? 0),
      last: before ? later(before.last, last) : last,
    });
  }
  return [...talkers.values()].toSorted((a, b) => b.calls - a.calls);
};
