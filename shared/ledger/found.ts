import type { Found } from "../incident/finding.ts";
import type { Incident } from "../incident/incident.ts";
import { withoutRepeats } from "../incident/repeats.ts";
import { readIncident } from "./incident.ts";
import {
  expiry,
  fromValues,
  type Item,
  keptDays,
  keys,
  type Ledger,
  toValues,
  type Writes,
  type Written,
  writeTogether,
} from "./table.ts";

/** What was found in one look at the prompting of one event. */
export interface Sighting {
  /** CloudTrail's event id, or another name that the same look has each time. */
  readonly source: string;
  readonly found: Found;
}

/** Where a sighting belongs. `fresh`: it was written down just now. */
export interface Filed {
  readonly incident: string;
  readonly found: Found;
  readonly fresh: boolean;
}

/** Findings about the same actor or resource belong to one incident for so long after its first. */
const hourMs = 3_600_000;
/** No more sightings than this in one incident, so that it can always be read; then another is opened. */
const most = 100;
/** Somebody else can be faster so many times. */
const attempts = 8;

type FileLedger = Ledger<
  "dynamodb:BatchGetItem" | "dynamodb:GetItem" | "dynamodb:Query" | "dynamodb:TransactWriteItems"
>;

/** Who and what a sighting is about. Only who is blamed makes two findings one incident. */
const aboutOf = ({ findings }: Found): readonly string[] => [
  ...new Set(
    findings.flatMap(({ resource, cause }) => [
      keys.about("resource", resource.id),
      ...(cause?.blamed ? [keys.about("actor", cause.actor.name)] : []),
    ]),
  ),
];

/** The incident that an actor or a resource belongs to, as the table has it. */
interface Open {
  readonly about: string;
  readonly incident: string;
  readonly openedAt: string;
  readonly openUntil: number;
  readonly sightings: number;
}

const openIn = (item: Item): Open => ({
  about: String(item["pk"]),
  incident: String(item["incident"]),
  openedAt: String(item["openedAt"]),
  openUntil: Number(item["openUntil"]),
  sightings: Number(item["sightings"]),
});

/** What the table has about these. */
const readAbout = async (
  { table, call }: Ledger<"dynamodb:BatchGetItem">,
  about: readonly string[],
): Promise<readonly Open[]> => {
  if (about.length === 0) return [];
  const Keys = about.map((pk) => toValues({ pk, sk: "incident" }));
  const { Responses } = await call("dynamodb:BatchGetItem", {
    RequestItems: { [table]: { Keys, ConsistentRead: true } },
  });
  return (Responses?.[table] ?? []).map((values) => openIn(fromValues(values as Written)));
};

/** The oldest of them that is still open, with the sightings of it that any of them counts. */
const oldestOpen = (all: readonly Open[], now: Date): Open | undefined => {
  const [oldest] = all
    .filter(({ openUntil, sightings }) => openUntil > now.getTime() && sightings < most)
    .toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
  const same = all.filter(({ incident }) => incident === oldest?.incident);
  return oldest && { ...oldest, sightings: Math.max(...same.map(({ sightings }) => sightings)) };
};

/** The incident that is open about a resource or an actor, if one is. */
export const readOpenAbout = async (
  ledger: Ledger<"dynamodb:BatchGetItem" | "dynamodb:Query">,
  name: string,
  kind: "actor" | "resource" = "resource",
): Promise<Incident | undefined> => {
  const open = oldestOpen(await readAbout(ledger, [keys.about(kind, name)]), ledger.now());
  return open && readIncident(ledger, open.incident);
};

/** What was filed for this source before, if it was. */
export const readFiled = async (
  { table, call }: Ledger<"dynamodb:GetItem">,
  source: string,
): Promise<Filed | undefined> => {
  const get = async (pk: string, sk: string) => {
    const { Item: values } = await call("dynamodb:GetItem", {
      TableName: table,
      Key: toValues({ pk, sk }),
      ConsistentRead: true,
    });
    return values && fromValues(values);
  };
  const filed = await get(keys.source(source), "incident");
  if (filed === undefined) return undefined;
  const incident = String(filed["incident"]);
  const found = await get(keys.incident(incident), String(filed["found"]));
  return { incident, found: JSON.parse(String(found?.["found"])) as Found, fresh: false };
};

/**
 * Writes down what was found, in the incident that is open about the same actor or resource or in one of its own, named by the
 * source. All of it or nothing, and once for each source: whoever comes second is given what the first wrote.
 * @param into the incident that it belongs to, where that is known
 * @throws what the table throws
 */
export const fileSighting = async (ledger: FileLedger, { source, found }: Sighting, into?: string): Promise<Filed> => {
  const about = into === undefined ? aboutOf(found) : [];
  for (let attempt = 0; ; attempt += 1) {
    const at = ledger.now().toISOString();
    // Most of what is found opens an incident: it is read what there is already only if that fails.
    const seen = attempt === 0 ? [] : await readAbout(ledger, about);
    const open = oldestOpen(seen, ledger.now());
    const incident = into ?? open?.incident ?? source;
    const isNew = into === undefined && open === undefined;
    const told = isNew ? found : withoutRepeats(found, await readIncident(ledger, incident));
    const filing = { source, found: told, about, seen, incident, open, isNew, at };
    const failed = await writeTogether(ledger, writesFor(ledger, filing));
    if (failed === undefined) return { incident, found: told, fresh: true };
    if (failed === 0) {
      const before = await readFiled(ledger, source);
      if (before) return before;
    }
    if (attempt === attempts) throw new Error(`${source} could not be filed: others were faster ${attempts} times`);
  }
};

interface Filing extends Sighting {
  readonly about: readonly string[];
  readonly seen: readonly Open[];
  readonly incident: string;
  readonly open: Open | undefined;
  readonly isNew: boolean;
  readonly at: string;
}

const writesFor = ({ table, now }: FileLedger, filing: Filing): Writes => {
  const { source, found, about, seen, incident, open, isNew, at } = filing;
  const expires = expiry(now(), keptDays.incident);
  const put = (item: Item, condition?: { readonly holds: string; readonly values?: Item }) => ({
    Put: {
      TableName: table,
      Item: toValues({ ...item, expires }),
      ...(condition ? { ConditionExpression: condition.holds } : {}),
      ...(condition?.values ? { ExpressionAttributeValues: toValues(condition.values) } : {}),
    },
  });
  const isNobodys = { holds: "attribute_not_exists(pk)" };
  // Nobody may have opened another incident about these since, or added to this one.
  const isAsSeen = (pk: string) => {
    const before = seen.find((one) => one.about === pk);
    if (before === undefined) return isNobodys;
    const values = { ":incident": before.incident, ":seen": before.sightings };
    return { holds: "incident = :incident AND sightings = :seen", values };
  };
  const belongs = {
    sk: "incident",
    incident,
    openedAt: open?.openedAt ?? at,
    openUntil: open?.openUntil ?? now().getTime() + hourMs,
    sightings: (open?.sightings ?? 0) + 1,
  };
  const sk = keys.found(at, source);
  return [
    put({ pk: keys.source(source), sk: "incident", incident, found: sk }, isNobodys),
    put({ pk: keys.incident(incident), sk, at, found: JSON.stringify(found) }),
    ...(isNew ? [put({ pk: keys.day(at), sk: `${at}#${incident}`, incident })] : []),
    ...about.map((pk) => put({ pk, ...belongs }, isAsSeen(pk))),
  ];
};
