import { reads } from "./iam/reads.ts";
import { writes } from "./iam/writes.ts";

/** IAM, as far as it is called here. */
export const iam = { ...reads, ...writes };
