import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { clientSettings, operationsOf } from "./sdk.ts";

const operation = operationsOf(new KMSClient(clientSettings));

export const kms = {
  DescribeKey: operation(DescribeKeyCommand, "Read", "kms:key"),
};
