import { describe, expect, test } from "vitest";
import { readAccepted } from "../../../shared/ledger/accepted.ts";
import { readControl } from "../../../shared/ledger/control.ts";
import { home, orders } from "../records.ts";
import { awaiting, by, contain, deskWith, found, incident, now, recordOf, restore } from "./desk.ts";

/** Orders about everything: freeze, exempt, accept, close; and who may not give which. */
describe("freeze and unfreeze", () => {
  test("stop everything, with who and why, and lift it", async () => {
    const { give, desk } = deskWith([]);
    await expect(give("unfreeze")).rejects.toThrow("expected everything to be frozen");
    await give("freeze", { reason: "odd" });
    expect((await readControl(desk.ledger)).freeze).toStrictEqual({ by, at: now, reason: "odd" });
    await give("unfreeze");
    expect((await readControl(desk.ledger)).freeze).toBeUndefined();
  });
});

describe("exempt", () => {
  const alice = `arn:aws:iam::${home.account}:user/alice`;
  const why = { reason: "a test", owner: "red team" };

  test.each([
    ["7d", "2026-12-02T13:00:00.000Z"],
    ["12h", "2026-11-26T01:00:00.000Z"],
    ["2026-12-01", "2026-12-01T00:00:00.000Z"],
    ["2026-12-01T10:00Z", "2026-12-01T10:00:00.000Z"],
    ["90d", "2027-02-23T13:00:00.000Z"],
  ])("until %s it holds, and is ended by its id", async (until, end) => {
    const { give, desk } = deskWith([]);
    await give("exempt", { principal: alice, ...why, until });
    const [one] = (await readControl(desk.ledger)).exemptions;
    expect(one).toMatchObject({ principal: alice, ...why, until: end, by });
    await give("exempt", { end: one?.id });
    expect((await readControl(desk.ledger)).exemptions[0]?.until).toBe(now);
    await expect(give("exempt", { end: one?.id })).rejects.toThrow("expected the id of an exemption that still counts");
  });

  test.each([
    [{ ...why, until: "7d" }, "at least one of --principal, --resource and --detection"],
    [{ resource: orders, until: "7d" }, "expected --reason, --owner and --until"],
    [{ resource: orders, ...why, until: "91d" }, "at most 90 days"],
    [{ resource: orders, ...why, until: "2026-11-01" }, "still to come"],
    [{ resource: orders, ...why, until: "tomorrow" }, "a date such as"],
    [{ resource: orders, ...why, until: "2026-13-45" }, "a date such as"],
    [{ detection: "no-such", ...why, until: "7d" }, "expected one of stream-encryption-stopped"],
    [{ principal: "alice", ...why, until: "7d" }, "--principal: expected an ARN"],
    [{ end: "1", reason: "r" }, "expected no other option with it"],
    [{ colour: "red" }, "expected no other options than its own"],
  ])("%j is refused", async (given, problem) => {
    const { give, desk } = deskWith([]);
    await expect(give("exempt", given)).rejects.toThrow(problem);
    expect((await readControl(desk.ledger)).exemptions).toStrictEqual([]);
  });
});

describe("accept", () => {
  const accepting = { incident, detection: "stream-encryption-stopped", reason: "wanted" };

  test("lets what was found stand, and rejects what waits because of it", async () => {
    const { give, desk, read } = deskWith([...found(), recordOf(contain, awaiting), recordOf(restore, awaiting)]);
    const { data } = await give("accept", accepting);
    expect(data["rejected"]).toStrictEqual([contain, restore]);
    expect(await readAccepted(desk.ledger, orders)).toMatchObject([{ found: "NONE", by, reason: "wanted" }]);
    const { records, decisions } = await read();
    expect(records.get(restore)?.outcome).toMatchObject({ type: "rejected", reason: "accepted: wanted" });
    expect(decisions.map(({ kind }) => kind).toSorted()).toStrictEqual(["accepted", "rejected", "rejected"]);
  });

  describe("of several things that were found at once", () => {
    const several = () => {
      const [item] = found({ found: "tap", several: true });
      const kept = JSON.parse(String(item?.["found"])) as { readonly findings: readonly object[] };
      const findings = [...kept.findings, { ...kept.findings[0], found: "audit" }];
      return [{ ...item, found: JSON.stringify({ ...kept, findings }) } as (typeof items)[number], ...items.slice(1)];
    };
    const items = found();

    test("says which there are, if it is not said which", async () => {
      const { give, desk } = deskWith(several());
      await expect(give("accept", accepting)).rejects.toThrow("say which to accept by one of\n  --found 'tap'");
      await expect(give("accept", { ...accepting, found: "other" })).rejects.toThrow(
        "one of\n  --found 'tap'\n  --found 'audit'",
      );
      expect(await readAccepted(desk.ledger, orders)).toStrictEqual([]);
    });

    test("lets each stand for itself, and leaves what answers others, too", async () => {
      const { give, desk } = deskWith([...several(), recordOf(restore, awaiting)]);
      const { data, text } = await give("accept", { ...accepting, found: "audit" });
      expect(data["rejected"]).toStrictEqual([]);
      expect(text).toContain(`Left as it is, since it answers other findings, too: ${restore}.`);
      await give("accept", { ...accepting, found: "tap" });
      const accepted = await readAccepted(desk.ledger, orders);
      expect(accepted.map((one) => one.found).toSorted()).toStrictEqual(["audit", "tap"]);
    });
  });

  test.each([[{ ...accepting, detection: "other" }], [{ ...accepting, resource: `${orders}-2` }]])(
    "refuses what was not found: %j",
    async (given) => {
      const { give } = deskWith(found());
      await expect(give("accept", given)).rejects.toThrow("in which there is something to accept");
    },
  );
});

describe("close", () => {
  test("is refused while a step is under way", async () => {
    const { give } = deskWith([...found(), recordOf(contain, awaiting)]);
    await expect(give("close", { incident, reason: "r" })).rejects.toThrow(`no step under way, and ${restore} is`);
  });

  test("closes it, however it stands", async () => {
    const { give, read } = deskWith([...found(), recordOf(contain, awaiting), recordOf(restore, { type: "verified" })]);
    await give("close", { incident, reason: "r" });
    expect((await read()).decisions).toStrictEqual([{ kind: "closed", by, at: now, reason: "r" }]);
    expect((await give("show", { incident })).text).toContain(`Incident ${incident}: closed`);
  });
});

test.each(["approve", "reject", "undo", "accept", "close"])(
  "%s: nobody decides about what they are blamed for",
  async (verb) => {
    const person = { kind: "user", partition: "aws", account: home.account, name: "team/alice" } as const;
    const { give, sent, read } = deskWith([...found(), recordOf(contain, awaiting)], { person });
    const given = {
      approve: { step: contain },
      reject: { step: contain },
      undo: {},
      accept: { detection: "stream-encryption-stopped", reason: "r" },
      close: { reason: "r" },
    }[verb];
    await expect(give(verb, { incident, ...given })).rejects.toThrow("you are blamed in incident");
    expect(sent).toStrictEqual([]);
    expect((await read()).decisions).toStrictEqual([]);
  },
);
