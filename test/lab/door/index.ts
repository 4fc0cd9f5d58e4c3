import { trailTime } from "../cloudtrail/dates.ts";
import { writeRecord } from "../cloudtrail/record.ts";
import { openTrail, type Trail } from "../cloudtrail/trail.ts";
import type { TrailRecord } from "../cloudtrail/types.ts";
import { openKeys } from "./access/keys.ts";
import { openRemembered } from "./access/remembered.ts";
import { openResourcePolicies } from "./access/resource-policy.ts";
import { openResourceTags } from "./access/resource-tags.ts";
import { openAnswers } from "./answers/index.ts";
import { openKinesisState } from "./answers/kinesis/index.ts";
import type { OnInvoke } from "./answers/lambda.ts";
import { assumeRoleFor, type TemporaryCredentials } from "./assume-role.ts";
import { openIamState } from "./caller/iam-state.ts";
import type { Session } from "./caller/sessions.ts";
import { type DeliveryDelay, openDelivery, type Undelivered } from "./deliver.ts";
import { type Faults, openFaults } from "./faults.ts";
import { type Behind, type Handled, handle } from "./handle.ts";
import { openMoto } from "./moto.ts";
import { renderError } from "./reply/error.ts";
import { findModels } from "./request/find-models.ts";
import { loadModels } from "./request/model.ts";
import { readCall } from "./request/read.ts";
import { addressOf, serve, shut } from "./server.ts";
import { ServiceError } from "./types.ts";

export type { Invocation, InvocationType, OnInvoke } from "./answers/lambda.ts";
export type { TemporaryCredentials } from "./assume-role.ts";
export type { DeliveryDelay, Undelivered } from "./deliver.ts";
export type { Fault, Faults } from "./faults.ts";
export { ServiceError } from "./types.ts";

export interface DoorOptions {
  /** Where moto listens: `http://127.0.0.1:PORT`. */
  readonly moto: string;
  /** The Python that moto runs in: the API models of its botocore tell the door how requests are built. */
  readonly python: string;
  /** The one key pair that acts as the account's root user, to make the first users with. */
  readonly bootstrap: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly port?: number;
  readonly account?: string;
  readonly region?: string;
  /** Data events that go to the bus as well, besides management writes. */
  readonly dataEvents?: readonly { readonly eventSource: string; readonly eventNames?: readonly string[] }[];
  readonly deliveryDelayMs?: DeliveryDelay;
  /** How long a stream is UPDATING after a change, or DELETING, and a consumer or channel CREATING; 1000 when left out. */
  readonly updatingMs?: number;
  /** How many PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy each Kinesis takes a second: 5 on AWS. No limit when left out. */
  readonly resourcePolicyTps?: number;
  /** Runs functions for lambda:Invoke; without it, Invoke goes to moto. */
  readonly onInvoke?: OnInvoke;
  /** Told of undelivered events and failures of the door itself; prints to standard error when left out. */
  readonly report?: (line: string) => void;
}

export interface Door {
  readonly endpoint: string;
  readonly trail: Trail;
  readonly faults: Faults;
  /** Sets the address that calls with this key come from; 192.0.2.1 for all others. */
  readonly comesFrom: (accessKeyId: string, ip: string) => void;
  /** Delivers a record's event once more. Rejects when there is no such record. */
  readonly redeliver: (eventID: string) => Promise<void>;
  /** Keeps events back from the bus until the function that it returns is called. */
  readonly hold: () => () => void;
  /** Sets the time of what is recorded back by so many milliseconds, as if it arrived that late, until the function that it returns is called. */
  readonly late: (ms: number) => () => void;
  /** Resolves when every event that is due has been delivered, or has failed. */
  readonly settled: () => Promise<void>;
  readonly undelivered: () => readonly Undelivered[];
  /** Credentials for a service that acts as a role: `assumeRoleFor("lambda.amazonaws.com", arn, name)`. Throws ServiceError. */
  readonly assumeRoleFor: (service: string, roleArn: string, sessionName: string) => Promise<TemporaryCredentials>;
  /** To be called after moto was changed behind the door's back: policies, users and keys are read again. */
  readonly refresh: () => void;
  readonly close: () => Promise<void>;
}

const defaultIp = "192.0.2.1";

/** Opens the lab's front door before a moto server. */
export const createDoor = async (options: DoorOptions): Promise<Door> => {
  const { account = "123456789012", region = "us-east-1", report = (line) => console.error(line) } = options;
  const models = loadModels(findModels(options.python));
  const moto = openMoto(options.moto, models);
  const iam = openIamState(moto);
  const remembered = openRemembered();
  const keys = openKeys(moto, remembered);
  const kinesis = openKinesisState();
  const { faults, strike } = openFaults();
  const { trail, append } = openTrail();
  const addresses = new Map<string, string>();
  const delivery = openDelivery({
    moto,
    delay: options.deliveryDelayMs ?? 0,
    report: ({ record, reason }) =>
      report(`event ${record.eventName} (${record.eventID}) was not delivered: ${reason}`),
  });
  const behind: Behind = {
    account,
    bootstrap: options.bootstrap,
    iam,
    sessions: new Map<string, Session>(),
    moto,
    judge: {
      iam,
      keys,
      resourcePolicies: openResourcePolicies(moto, remembered, kinesis),
      resourceTags: openResourceTags(moto, remembered, kinesis),
    },
    remembered,
    answers: openAnswers({
      moto,
      iam,
      keys,
      remembered,
      kinesis,
      onInvoke: options.onInvoke,
      updatingMs: options.updatingMs ?? 1000,
      resourcePolicyTps: options.resourcePolicyTps,
      report,
    }),
    strike,
    ipOf: (accessKeyId) => addresses.get(accessKeyId ?? "") ?? defaultIp,
  };
  let lateMs = 0;
  const keep = (record: TrailRecord) => {
    append(record);
    if (record.recipientAccountId === account && isDue(record, options.dataEvents ?? [])) delivery.send(record);
  };
  const server = await serve(
    async (http, send) => {
      const call = readCall(http, models, region, new Date());
      const { reply, happening } = await handle(call, behind).catch((error: unknown): Handled => {
        report(`the door failed at ${call.service.prefix}:${call.operation}: ${String(error)}`);
        const failure = new ServiceError("InternalFailure", "The lab's front door failed", 500);
        return { reply: renderError(call, failure), happening: undefined };
      });
      send(reply);
      if (happening) keep(setBack(writeRecord(happening), lateMs));
    },
    report,
    options.port,
  );

  return {
    endpoint: addressOf(server),
    trail,
    faults,
    comesFrom: (accessKeyId, ip) => void addresses.set(accessKeyId, ip),
    redeliver: async (eventID) => {
      const record = trail.records().find((one) => one.eventID === eventID);
      if (!record) throw new Error(`no record has the eventID ${eventID}`);
      await delivery.again(record);
    },
    hold: delivery.hold,
    late: (ms) => {
      lateMs = ms;
      return () => {
        lateMs = 0;
      };
    },
    settled: delivery.settled,
    undelivered: delivery.undelivered,
    assumeRoleFor: (service, roleArn, name) => assumeRoleFor(behind, models, keep, service, roleArn, name, region),
    refresh: () => {
      remembered.forgetAll();
      iam.changed();
    },
    close: async () => {
      await shut(server);
      delivery.stop();
      await delivery.settled();
      moto.close();
    },
  };
};

const setBack = (record: TrailRecord, ms: number): TrailRecord =>
  ms === 0 ? record : { ...record, eventTime: trailTime(new Date(Date.parse(record.eventTime) - ms)) };

/**
 * Rules see management writes, and the data events that a trail selects; management reads only those rules that ask for them, which
 * this stack does for sessions alone. The rules that do not are told apart by their patterns.
 */
const isDue = (record: TrailRecord, selected: NonNullable<DoorOptions["dataEvents"]>): boolean => {
  if (record.managementEvent) return !record.readOnly || record.eventSource === "sts.amazonaws.com";
  return selected.some(
    ({ eventSource, eventNames }) =>
      eventSource === record.eventSource && (eventNames === undefined || eventNames.includes(record.eventName)),
  );
};
