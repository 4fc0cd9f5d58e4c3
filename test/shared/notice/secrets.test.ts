import { expect, test } from "vitest";
import { drifts } from "../../../shared/detections/index.ts";
import { incidentNotice } from "../../../shared/notice/incident-notice.ts";
import { judge } from "../../../shared/response/judge.ts";
import { suspectsOf } from "../../../shared/response/suspects.ts";
import { inMemory } from "../in-memory.ts";
import { callOf, home, identities, settingsOf } from "../records.ts";
import { cause, finding, incident, now, restore, telling } from "./incidents.ts";

const secret = "IQoJb3JpZ2luX2VjEXAMPLE";

/** Everything that is published of a notice. */
const published = (notice: ReturnType<typeof incidentNotice>) => JSON.stringify(notice);

test("of a record that holds secrets in every place where services put them, none is told", async () => {
  const call = callOf({
    requestParameters: {
      streamName: "orders",
      password: `${secret}1`,
      shardIterator: `${secret}2`,
      tags: { token: `${secret}3` },
    },
    responseElements: { credentials: { sessionToken: `${secret}4`, secretAccessKey: `${secret}5` } },
    additionalEventData: { token: `${secret}6` },
    userIdentity: {
      ...identities.user,
      sessionToken: `${secret}7`,
      sessionContext: {
        attributes: { creationDate: "2026-09-19T09:00:00Z", token: `${secret}8` },
        token: `${secret}9`,
      },
    },
    sessionCredentialFromConsole: `${secret}A`,
    tlsDetails: { secret: `${secret}B` },
    surprise: `${secret}C`,
  });
  const aws = inMemory<(typeof drifts)[number]["of"]["reads"][number]>((permission) =>
    permission === "kms:DescribeKey"
      ? { KeyMetadata: { Arn: `arn:aws:kms:us-east-1:${home.account}:key/own`, AWSAccountId: home.account } }
      : { StreamDescriptionSummary: { StreamStatus: "ACTIVE", EncryptionType: "NONE" } },
  );
  const nothingAccepted = inMemory<
    "dynamodb:BatchGetItem" | "dynamodb:GetItem" | "dynamodb:PutItem" | "dynamodb:Query"
  >(() => ({ Items: [] }));
  const ledger = { table: "ledger", call: nothingAccepted, now: () => new Date(0) };
  const settings = settingsOf({ streams: [{ name: "orders", encryption: { key: "alias/orders" } }] });
  const bench = { settings, home, drifts, call: aws, now: () => new Date(0), ledger };
  const found = await judge(suspectsOf(call, bench), bench, { source: call.eventID, by: call, lastTry: false });
  expect(found.findings.map(({ detection }) => detection)).toStrictEqual(["stream-encryption-stopped"]);
  const kept: typeof found = JSON.parse(JSON.stringify(found));
  const notice = incidentNotice(
    { id: call.eventID, openedAt: call.time, records: new Map(), decisions: [], ...kept },
    telling,
    now,
  );
  expect(published(notice)).not.toContain(secret);
});

test("of what a finding carries besides its fields, nothing is told", () => {
  const strange = { ...cause(), sessionToken: `${secret}1`, requestParameters: { password: `${secret}2` } };
  const actor = { ...strange.actor, credential: { ...strange.actor.credential, secretAccessKey: `${secret}3` } };
  const findings = [{ ...finding({ cause: { ...strange, actor } }), token: `${secret}4` }];
  const notice = incidentNotice(incident([[restore, undefined]], { findings }), telling, now);
  expect(published({ ...notice, json: "" })).not.toContain(secret);
  expect(notice.json).not.toContain(secret);
});

test("of a whole incident in any form, neither the state that was judged nor what an action keeps is told", () => {
  const state = { secretState: `${secret}1` };
  const answered = { call: "kinesis:StartStreamEncryption", input: { StreamARN: "arn" } } as const;
  const one = incident(
    [
      [
        restore,
        { type: "held", by: "mode", reason: "observe", calls: [answered] },
        { change: { resource: "arn", before: { policy: `${secret}2` }, after: { policy: `${secret}3` } }, lease: 1 },
      ],
    ],
    { findings: [finding({ state })] },
  );
  const params = { ...restore, params: { password: `${secret}4` } };
  const said = published(incidentNotice({ ...one, steps: [params] }, telling, now));
  expect(said).not.toContain(secret);
  expect(said).not.toContain("secretState");
});
