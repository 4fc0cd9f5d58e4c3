import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import { account, type ExampleLab, openExampleLab } from "../door/example-lab.ts";
import type { TrailRecord } from "./types.ts";

/** The stream that the records of the tests are about, and how they name it when it was called by its ARN. */
export const StreamARN = `arn:aws:kinesis:us-east-1:${account}:stream/orders`;
export const byArn = [{ accountId: account, type: "AWS::Kinesis::Stream", ARN: StreamARN }];

/** How CloudTrail writes the dates in what Kinesis answers. */
export const written = /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/;

/** A lab with that stream, in which every change is over at once. */
export const openStreamLab = async (): Promise<ExampleLab> => {
  const lab = await openExampleLab({ updatingMs: 0 });
  const create = new CreateStreamCommand({ StreamName: "orders", StreamModeDetails: { StreamMode: "ON_DEMAND" } });
  await lab.as(lab.root).kinesis.send(create);
  return lab;
};

/** What the newest record says, of that which differs between operations. */
export const latestOf = ({ door }: ExampleLab): Partial<TrailRecord> => {
  const { eventName, requestParameters, responseElements, resources, errorCode } = door.trail.records().at(-1) ?? {};
  return {
    eventName,
    requestParameters,
    responseElements,
    resources,
    ...(errorCode ? { errorCode } : {}),
  } as Partial<TrailRecord>;
};
