import { identityActions } from "../shared/actions/index.ts";
import { type Call, caller, type Heard } from "../shared/aws/operations.ts";
import type { Right } from "../shared/response/rights.ts";
import { orders } from "./orders.ts";

/** Identity findings → identities contained. Never touches a stream. */
type Rights = (typeof identityActions)[number]["reads" | "writes"][number];
const connect = (heard?: Heard): Call<Rights | Right<"contain">> =>
  caller(
    {
      dynamodb: () => import("../shared/aws/dynamodb.ts"),
      iam: () => import("../shared/aws/iam.ts"),
      sqs: () => import("../shared/aws/sqs.ts"),
    },
    heard,
  );

export const handler = orders<Rights>("identity findings", identityActions, connect);
