import type { Found } from "../incident/finding.ts";
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

type FileLedger = Ledger<"dynamodb:BatchGetItem" | "dynamodb:GetItem" | "dynamodb:TransactWriteItems">;

/** Who and what a sighting is about. Only who is blamed makes two findings one incident. */
const aboutOf = ({ findings }: Found): readonly string[] => [
  ...new Set(
    findings.flatMap(({ resource, cause }) => [
      keys.about("resource", resource.id),
      ...(cause?.blamed ? [keys.about("actor", cause.actor.name)] : []),
    ]),
  ),
];

interface Open {
  readonly incident: string;
  readonly openedAt: string;
  readonly openUntil: number;
  readonly sightings: number;
}

const openIn = (item: Item): Open => ({
  incident: String(item["incident"]),
  openedAt: String(item["openedAt"]),
  openUntil: Number(item["openUntil"]),
  sightings: Number(item["sightings"]),
});

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
    return values && fromValues(values as Written);
  };
  const filed = await get(keys.source(source), "incident");
  if (filed === undefined) return undefined;
  const incident = String(filed["incident"]);
  const found = await get(keys.incident(incident), String(filed["found"]));
  return { incident, found: JSON.parse(String(found?.["found"])) as Found, fresh: false };
};

/** The incidents that are open about these, the oldest first. */
const openAbout = async ({ table, call, now }: FileLedger, about: readonly string[]): Promise<readonly Open[]> => {
  const Keys = about.map((pk) => toValues({ pk, sk: "incident" }));
  const { Responses } = await call("dynamodb:BatchGetItem", {
    RequestItems: { [table]: { Keys, ConsistentRead: true } },
  });
  return (Responses?.[table] ?? [])
    .map((values) => openIn(fromValues(values as Written)))
    .filter(({ openUntil, sightings }) => openUntil > now().getTime() && sightings < most)
    .toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
};

/**
 * Writes down what was found, in the incident that is open about the same actor or resource or in one of its own, named by the
 * source. All of it or nothing, and once for each source: whoever comes second is given what the first wrote.
 * @param into the incident that it belongs to, where that is known
 * @throws what the table throws
 */
export const fileSighting = async (ledger: FileLedger, { source, found }: Sighting, into?: string): Promise<Filed> => {
  const about = into === undefined ? aboutOf(found) : [];
  for (let attempt = 1; ; attempt += 1) {
    const at = ledger.now().toISOString();
    const [open] = into === undefined ? await openAbout(ledger, about) : [];
    const incident = into ?? open?.incident ?? source;
    const isNew = into === undefined && open === undefined;
    const filing = { source, found, about, incident, open, isNew, at };
    const failed = await writeTogether(ledger, writesFor(ledger, filing));
    if (failed === undefined) return { incident, found, fresh: true };
    if (failed === 0) {
      const before = await readFiled(ledger, source);
      if (before) return before;
    }
    if (attempt === attempts) throw new Error(`${source} could not be filed: others were faster ${attempts} times`);
  }
};

interface Filing extends Sighting {
  readonly about: readonly string[];
  readonly incident: string;
  readonly open: Open | undefined;
  readonly isNew: boolean;
  readonly at: string;
}

const writesFor = ({ table, now }: FileLedger, filing: Filing): Writes => {
  const { source, found, about, incident, open, isNew, at } = filing;
  const expires = expiry(now(), keptDays.incident);
  const openUntil = open?.openUntil ?? now().getTime() + hourMs;
  const openedAt = open?.openedAt ?? at;
  const sk = keys.found(at, source);
  const put = (item: Item, condition?: string, values?: Item) => ({
    Put: {
      TableName: table,
      Item: toValues({ ...item, expires }),
      ...(condition ? { ConditionExpression: condition } : {}),
      ...(values ? { ExpressionAttributeValues: toValues(values) } : {}),
    },
  });
  return [
    put({ pk: keys.source(source), sk: "incident", incident, found: sk }, "attribute_not_exists(pk)"),
    put({ pk: keys.incident(incident), sk, at, found: JSON.stringify(found) }),
    ...(isNew ? [put({ pk: keys.day(at), sk: `${at}#${incident}`, incident })] : []),
    // Nobody may have opened another incident about these meanwhile; one whose time is up is let go.
    ...about.map((pk) =>
      put(
        { pk, sk: "incident", incident, openedAt, openUntil, sightings: (open?.sightings ?? 0) + 1 },
        open
          ? "attribute_not_exists(pk) OR incident = :incident OR openedAt > :openedAt OR openUntil <= :now OR sightings >= :most"
          : "attribute_not_exists(pk) OR openUntil <= :now OR sightings >= :most",
        open
          ? { ":incident": incident, ":openedAt": openedAt, ":now": now().getTime(), ":most": most }
          : { ":now": now().getTime(), ":most": most },
      ),
    ),
  ];
};
