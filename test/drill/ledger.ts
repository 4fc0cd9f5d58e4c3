import { DeleteItemCommand, DynamoDBClient, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Call } from "../../shared/aws/operations.ts";
import { giveOrder } from "../../shared/derive/give-order.ts";
import { type Incident, isSuperseded, type StepRecord, standing } from "../../shared/incident/incident.ts";
import { readIncident } from "../../shared/ledger/incident.ts";
import type { Credentials } from "../attacks/scene.ts";

/** Looks into the deployed ledger, and gives orders, as an operator can. */
export interface LedgerView {
  /** Every incident that is not among those given. */
  readonly incidentsExcept: (known: ReadonlySet<string>) => Promise<readonly Incident[]>;
  /** Ends the hour within which findings about the same actor or resource join one incident. */
  readonly anHourPasses: () => Promise<void>;
  /** Orders all of an incident undone, the last step on each resource; resolves with what became of it. */
  readonly undoAll: (incident: Incident) => Promise<Incident | undefined>;
}

export interface LedgerPlace {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly table: string;
  /** The function that takes orders. */
  readonly functionName: string;
}

export const openLedger = ({ table, functionName, endpoint, region, credentials }: LedgerPlace): LedgerView => {
  const dynamodb = new DynamoDBClient({ endpoint, region, credentials });
  const call = ((_: string, input: never) =>
    dynamodb.send(new QueryCommand(input))) as unknown as Call<"dynamodb:Query">;
  const read = (id: string) => readIncident({ table, call, now: () => new Date() }, id);

  return {
    incidentsExcept: async (known) => {
      const { Items = [] } = await dynamodb.send(
        new ScanCommand({
          TableName: table,
          FilterExpression: "begins_with(sk, :found)",
          ExpressionAttributeValues: { ":found": { S: "found#" } },
        }),
      );
      const ids = [...new Set(Items.map(({ pk }) => pk?.S?.slice("incident#".length) ?? ""))].filter(
        (id) => !known.has(id),
      );
      return (await Promise.all(ids.map(read))).filter((incident) => incident !== undefined);
    },
    anHourPasses: async () => {
      const { Items = [] } = await dynamodb.send(
        new ScanCommand({
          TableName: table,
          FilterExpression: "begins_with(pk, :actor) OR begins_with(pk, :resource)",
          ExpressionAttributeValues: { ":actor": { S: "actor#" }, ":resource": { S: "resource#" } },
        }),
      );
      for (const { pk, sk } of Items)
        await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: { pk, sk } as never }));
    },
    undoAll: async (incident) => {
      const ordered = newestOfEach(incident);
      if (ordered.length === 0) return incident;
      const answer = await giveOrder(
        { credentials, region, functionName, endpoint },
        { verb: "undo", params: { incident: incident.id } },
      );
      if (!answer.ok) throw new Error(`undo was refused: ${answer.problem}`);
      for (let look = 0; look < 150; look += 1) {
        const now = await read(incident.id);
        if (now && ordered.every(({ id }) => now.records.get(id)?.undo)) return now;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return read(incident.id);
    },
  };
};

/** Of several steps on one resource only the last is what is now: that one is taken back, and with it all. */
const newestOfEach = (incident: Incident): readonly StepRecord[] =>
  standing(incident).filter((record) => record.change !== undefined && !isSuperseded(incident, record));
