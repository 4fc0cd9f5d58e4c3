import {
  DescribeStreamSummaryCommand,
  KinesisClient,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { clientSettings, operationsOf } from "./sdk.ts";

const operation = operationsOf(new KinesisClient(clientSettings));

export const kinesis = {
  DescribeStreamSummary: operation(DescribeStreamSummaryCommand, "Read", "kinesis:stream"),
  StartStreamEncryption: operation(StartStreamEncryptionCommand, "Write", "kinesis:stream", "kms:key"),
  StopStreamEncryption: operation(StopStreamEncryptionCommand, "Write", "kinesis:stream", "kms:key"),
};
