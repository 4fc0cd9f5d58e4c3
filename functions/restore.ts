import { resourceActions } from "../shared/actions/index.ts";
import { type Call, caller, type Heard } from "../shared/aws/operations.ts";
import type { Right } from "../shared/response/rights.ts";
import { orders } from "./orders.ts";

/** Resource findings → resources put back as they were. Never touches an identity. */
type Rights = (typeof resourceActions)[number]["reads" | "writes"][number];
const connect = (heard?: Heard): Call<Rights | Right<"restore">> =>
  caller(
    {
      "access-analyzer": async () => ({
        "access-analyzer": (await import("../shared/aws/access-analyzer.ts")).accessAnalyzer,
      }),
      dynamodb: () => import("../shared/aws/dynamodb.ts"),
      kinesis: () => import("../shared/aws/kinesis.ts"),
      kms: () => import("../shared/aws/kms.ts"),
      sqs: () => import("../shared/aws/sqs.ts"),
    },
    heard,
  );

export const handler = orders<Rights>("resource findings", resourceActions, connect);
