import { fromValues, type Item, type Ledger, toValues, type Written } from "../../../shared/ledger/table.ts";
import { inMemory, refused } from "../in-memory.ts";

type Calls = "dynamodb:PutItem" | "dynamodb:Query" | "dynamodb:UpdateItem";
type Sent = Readonly<Record<string, unknown>>;

const said = (input: Sent, name: string): Item => fromValues((input[name] ?? {}) as Written);

/** `attribute_exists` and `attribute_not_exists`, which is all that these orders ask for; anything else does not hold. */
const holds = (input: Sent, item: Item | undefined): boolean => {
  const names = (input["ExpressionAttributeNames"] ?? {}) as Readonly<Record<string, string>>;
  const { ConditionExpression: condition = "attribute_not_exists(#no)" } = input as { ConditionExpression?: string };
  const [, not, name = ""] = /^attribute_(not_)?exists\((#?\w+)\)$/.exec(condition) ?? [];
  return (item?.[names[name] ?? name] !== undefined) === (not === undefined);
};

/** A ledger in memory that is as strict as the table is; `items` are its rows. The real one is tested against the local AWS. */
export const tableOf = (given: readonly Item[], now: () => Date) => {
  const items = new Map(given.map((item) => [`${item["pk"]} ${item["sk"]}`, item]));
  const put = (item: Item) => items.set(`${item["pk"]} ${item["sk"]}`, item);
  const update = (input: Sent) => {
    const { pk = "", sk = "" } = said(input, "Key");
    const before = items.get(`${pk} ${sk}`);
    if (!holds(input, before)) throw refused("ConditionalCheckFailedException");
    const names = input["ExpressionAttributeNames"] as Readonly<Record<string, string>>;
    const values = said(input, "ExpressionAttributeValues");
    const [, sets = "", removes = ""] = /^SET (.*?)(?: REMOVE (.*))?$/.exec(String(input["UpdateExpression"])) ?? [];
    const written = sets.split(", ").map((part) => part.split(" = ") as [string, string]);
    const gone = removes.split(", ").map((name) => names[name] ?? "");
    const after = {
      pk,
      sk,
      ...before,
      ...Object.fromEntries(written.map(([n, v]) => [names[n] ?? n, values[v] ?? ""])),
    };
    put(Object.fromEntries(Object.entries(after).filter(([name]) => !gone.includes(name))));
  };
  const call = inMemory<Calls>((permission, input) => {
    if (permission === "dynamodb:UpdateItem") return update(input);
    if (permission === "dynamodb:PutItem") {
      const item = said(input, "Item");
      if (!holds(input, items.get(`${item["pk"]} ${item["sk"]}`))) throw refused("ConditionalCheckFailedException");
      return put(item);
    }
    const { ":pk": pk, ":prefix": prefix = "" } = said(input, "ExpressionAttributeValues");
    const found = [...items.values()].filter((item) => item["pk"] === pk && String(item["sk"]).startsWith(`${prefix}`));
    return { Items: found.toSorted((a, b) => (`${a["sk"]}` < `${b["sk"]}` ? -1 : 1)).map(toValues) };
  });
  const ledger: Ledger<Calls> = { table: "ledger", call, now };
  return { ledger, rows: (pk: string) => [...items.values()].filter((item) => item["pk"] === pk) };
};
