import { AddTagsToStreamCommand, StartStreamEncryptionCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readIncident } from "../../shared/ledger/incident.ts";
import { hear } from "../../shared/response/hear.ts";
import type { KeyPair } from "../lab/door/example-lab.ts";
import { identities, record } from "../shared/records.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import type { Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
beforeAll(async () => {
  ({ stage, scene, mallory } = await openScene());
});
afterAll(() => stage?.close());
afterEach(() => scene.tidy());

let ids = 0;
/** The record of a call, as if it had been made; under an event id of its own. */
const made = (changes: Readonly<Record<string, unknown>>) => record({ eventID: `event-${++ids}`, ...changes });
const incidentOf = (eventID: string) => readIncident(stage.ledger, eventID);

describe("only who made a call that can have caused it is blamed", () => {
  /** Hears the record while the encryption of `orders` is stopped; what came of it. */
  const blamed = async (event: { readonly eventID?: unknown }) => {
    await scene.settled("orders");
    expect(await hear(scene.ears, messageOf(event))).toMatchObject({ became: "incident opened" });
    const incident = await incidentOf(String(event.eventID));
    expect(await scene.orders("resource")).toHaveLength(1);
    return { identity: await scene.orders("identity"), incident };
  };

  test("not a bystander, whose call only led to the look", async () => {
    await scene.stop("orders", mallory);
    await scene.settled("orders");
    const bob = await stage.lab.user("bob", { Effect: "Allow", Action: "kinesis:*", Resource: "*" });
    await scene.settled("orders");
    await stage.lab.as(bob).kinesis.send(new AddTagsToStreamCommand({ StreamName: "orders", Tags: { team: "bob" } }));
    const { identity, incident } = await blamed(scene.newest("AddTagsToStream"));
    expect(identity).toEqual([]);
    expect(incident?.findings).toMatchObject([
      { cause: { blamed: false, name: "AddTagsToStream", actor: { credential: { userName: "bob" } } } },
    ]);
    expect(incident?.advice).toEqual([]);
  });

  test("not a service that made the call for somebody", async () => {
    await scene.stop("orders", mallory);
    const { identity, incident } = await blamed(
      made({ userIdentity: { ...identities.user, invokedBy: "cloudformation.amazonaws.com" } }),
    );
    expect(identity).toEqual([]);
    expect(incident?.findings).toMatchObject([{ cause: { blamed: false } }]);
  });

  test("not who started encryption, when what is wrong is that it was stopped", async () => {
    await scene.stop("orders", mallory);
    expect((await blamed(made({ eventName: "StartStreamEncryption" }))).identity).toEqual([]);
  });

  test.each(["constructor", "toString", "valueOf", "__proto__"])(
    "not who made a call of a name that every object knows: %s",
    async (eventName) => {
      await scene.stop("orders", mallory);
      const { identity, incident } = await blamed(made({ eventName }));
      expect(identity).toEqual([]);
      // That a call of this name is not known is another finding, about whoever made it.
      const stopped = incident?.findings.filter(({ detection }) => detection === "stream-encryption-stopped");
      expect(stopped).toMatchObject([{ cause: { blamed: false } }]);
    },
  );

  test("but who started it with another key, when that is what is wrong", async () => {
    const { lab } = stage;
    const { KeyMetadata: other } = await lab.as(mallory).kms.send(new CreateKeyCommand({}));
    await lab
      .as(mallory)
      .kinesis.send(
        new StartStreamEncryptionCommand({ StreamName: "orders", EncryptionType: "KMS", KeyId: other?.KeyId }),
      );
    const { identity, incident } = await blamed(scene.newest("StartStreamEncryption"));
    expect(identity).toHaveLength(1);
    expect(incident?.steps[0]?.params).toMatchObject({ accessKeyId: mallory.accessKeyId });
    expect(incident?.findings).toMatchObject([{ detection: "stream-encrypted-with-other-key" }]);
  });

  test("and where that one cannot be contained from here, a person is told what to do", async () => {
    await scene.stop("orders", mallory);
    const arn = "arn:aws:iam::123456789012:root";
    const root = { type: "Root", principalId: "123456789012", arn, accountId: "123456789012" };
    const { identity, incident } = await blamed(made({ userIdentity: root }));
    expect(identity).toEqual([]);
    expect(incident?.advice).toEqual([expect.stringContaining("root user")]);
  });

  test("of a session of a role the session is denied, and the role goes on", async () => {
    await scene.stop("orders", mallory);
    const role = identities.roleSession("arn:aws:iam::123456789012:role/deploy", "ci");
    const { identity, incident } = await blamed(made({ userIdentity: role }));
    expect(identity).toHaveLength(1);
    expect(incident?.steps[0]).toMatchObject({ action: "deny-role-session", params: { roleName: "deploy" } });
  });
});

describe("two streams in one call", () => {
  const both = (changes = {}) =>
    made({ requestParameters: { streamNames: ["orders", "payments"] }, resources: [], ...changes });

  test("are one incident: two findings, the caller contained once, both streams restored", async () => {
    await scene.stop("orders", mallory);
    await scene.stop("payments", mallory);
    await scene.settled("orders");
    await scene.settled("payments");
    const event = both();
    expect(await hear(scene.ears, messageOf(event))).toMatchObject({ became: "incident opened" });
    const incident = await incidentOf(String(event["eventID"]));
    expect(incident?.findings.map(({ resource }) => resource.id).sort()).toEqual([
      scene.streams.orders,
      scene.streams.payments,
    ]);
    expect(await scene.orders("identity")).toHaveLength(1);
    expect(await scene.orders("resource")).toHaveLength(2);
  });

  test("of which one is as it should be are answered for the other", async () => {
    await scene.stop("payments", mallory);
    await scene.settled("orders");
    await scene.settled("payments");
    const event = both();
    expect(await hear(scene.ears, messageOf(event))).toMatchObject({ became: "incident opened" });
    const incident = await incidentOf(String(event["eventID"]));
    expect(incident?.findings.map(({ resource }) => resource.id)).toEqual([scene.streams.payments]);
    expect(await scene.orders("resource")).toHaveLength(1);
  });
});
