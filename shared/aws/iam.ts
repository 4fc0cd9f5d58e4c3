import { IAMClient, ListAccessKeysCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { clientSettings, operationsOf } from "./sdk.ts";

const operation = operationsOf(new IAMClient(clientSettings));

export const iam = {
  ListAccessKeys: operation(ListAccessKeysCommand, "List", "iam:user"),
  UpdateAccessKey: operation(UpdateAccessKeyCommand, "Write", "iam:user"),
};
