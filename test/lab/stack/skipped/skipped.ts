import * as v from "valibot";
import type { Clients } from "../clients.ts";

/** A resource that moto's CloudFormation leaves out without a word, its properties resolved. */
export interface Skipped {
  readonly stackName: string;
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Makes it by the ordinary API and gives its physical id. */
export type Make = (resource: Skipped, clients: Clients) => Promise<string>;

/** The physical id that CloudFormation would make up for a resource without a name. */
export const madeUpId = ({ stackName, logicalId }: Skipped): string => `${stackName}-${logicalId}`;

/** A policy document. */
export const document = v.record(v.string(), v.unknown());
