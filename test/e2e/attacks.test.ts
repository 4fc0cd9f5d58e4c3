import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identityActions, resourceActions } from "../../shared/actions/index.ts";
import { attacks } from "../attacks/index.ts";
import { deadLettersIn } from "../drill/dead-letters.ts";
import { heardBy } from "../drill/heard.ts";
import { writesBy } from "../drill/observe.ts";
import { runAttack } from "../drill/run.ts";
import { type Lab, startLab } from "../lab/index.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ door: { updatingMs: 300 } });
});
afterAll(() => lab?.stop());

describe("every attack is detected, answered, told once and undone", () => {
  test.each(attacks)("$id", async (attack) => {
    const result = await runAttack(lab, attack);
    expect(result.checks.filter(({ held }) => !held)).toEqual([]);
    expect(result).toMatchObject({ holds: true, looped: false });
  });
});

describe("the closed loop", () => {
  test("the responder wrote by every action that the attacks ask for and by nothing that is not declared, and the event of each call led to nothing", () => {
    const writes = writesBy(lab, 0).map(({ record }) => record);
    const names = new Set(writes.map(({ eventSource, eventName }) => `${eventSource.split(".")[0]}:${eventName}`));
    const all: readonly { readonly id: string; readonly writes: readonly string[] }[] = [
      ...identityActions,
      ...resourceActions,
    ];
    const declared = all.flatMap((action) => action.writes);
    expect([...names].filter((name) => !declared.includes(name))).toEqual([]);
    const asked = new Set(
      attacks.flatMap(({ expected }) =>
        expected.outcomes.filter(({ type }) => type === "verified").map(({ action }) => action),
      ),
    );
    // Done and undone, each leaves a call behind at least. The further rungs, and what a person begins, have tests of their own.
    const unused = [...asked].filter((id) => !all.find((one) => one.id === id)?.writes.some((name) => names.has(name)));
    expect(unused).toEqual([]);
    const heard = heardBy(lab);
    for (const { eventID, eventName } of writes)
      expect([eventName, heard.get(eventID)]).toEqual([eventName, ["own call"]]);
  });

  test("the same calls by anybody else were judged", () => {
    const heard = heardBy(lab);
    const others = lab.trail
      .records()
      .filter(
        ({ eventName, userIdentity }) => eventName.endsWith("StreamEncryption") && userIdentity["type"] === "IAMUser",
      )
      .flatMap(({ eventID }) => heard.get(eventID) ?? []);
    expect(others).toContain("incident opened");
    expect(others).not.toContain("own call");
  });

  test("nothing was left in a dead-letter queue, and no poll was refused", async () => {
    expect(await deadLettersIn(lab)).toEqual([]);
    expect(lab.functions.problems()).toEqual([]);
    expect(lab.door.undelivered()).toEqual([]);
  });
});
