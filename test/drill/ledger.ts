import { DeleteItemCommand, DynamoDBClient, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Call } from "../../shared/aws/operations.ts";
import type { Incident, StepRecord } from "../../shared/incident/incident.ts";
import { readIncident } from "../../shared/ledger/incident.ts";
import type { Credentials } from "../attacks/scene.ts";

/** Looks into the deployed ledger, and gives orders, as an operator can. */
export interface LedgerView {
  /** Every incident that is not among those given. */
  readonly incidentsExcept: (known: ReadonlySet<string>) => Promise<readonly Incident[]>;
  /** Ends the hour within which findings about the same actor or resource join one incident. */
  readonly anHourPasses: () => Promise<void>;
  /** Orders a step undone; resolves with what became of it. */
  readonly undo: (incident: Incident, step: StepRecord, queueUrl: string) => Promise<StepRecord | undefined>;
}

export interface LedgerPlace {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly table: string;
}

export const openLedger = ({ table, ...client }: LedgerPlace): LedgerView => {
  const dynamodb = new DynamoDBClient(client);
  const sqs = new SQSClient(client);
  const call = ((_permission: string, input: ConstructorParameters<typeof QueryCommand>[0]) =>
    dynamodb.send(new QueryCommand(input))) as Call<"dynamodb:Query">;
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
    undo: async (incident, step, queueUrl) => {
      const order = { kind: "undo", incident: incident.id, step: step.id };
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(order) }));
      for (let look = 0; look < 150; look += 1) {
        const record = (await read(incident.id))?.records.get(step.id);
        if (record?.undo) return record;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return undefined;
    },
  };
};
