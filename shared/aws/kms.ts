import type { DescribeKeyCommandInput, DescribeKeyCommandOutput } from "@aws-sdk/client-kms";
import { jsonOperations } from "./json-protocol.ts";

const operation = jsonOperations({ name: "kms", target: "TrentService", version: "1.1" });

export const kms = {
  DescribeKey: operation<DescribeKeyCommandInput, DescribeKeyCommandOutput>("DescribeKey", "Read", "kms:key"),
};
