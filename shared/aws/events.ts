import type { PutEventsCommandInput, PutEventsCommandOutput } from "@aws-sdk/client-eventbridge";
import { jsonOperations } from "./json-protocol.ts";

const operation = jsonOperations({ name: "events", target: "AWSEvents", version: "1.1" });

export const events = {
  PutEvents: operation<PutEventsCommandInput, PutEventsCommandOutput>("PutEvents", "Write", "events:event-bus"),
};
