import { fromEnvironment } from "../shared/aws/environment.ts";
import { type Call, caller } from "../shared/aws/operations.ts";
import { plan } from "../shared/replay/distributed/plan.ts";
import type { ReplayRight } from "../shared/replay/distributed/rights.ts";
import { archiveAt } from "../shared/replay/place.ts";
import { shell } from "./shell.ts";

/** What a replay is to look at → the list of batches, in the bucket of results. Reads nothing but the names of the archive's objects. */
const call: Call<ReplayRight<"plan">> = caller({ s3: () => import("../shared/aws/s3.ts") });

const planning = { call, archive: archiveAt(fromEnvironment("ARCHIVE")), results: fromEnvironment("RESULTS") };

export const handler = shell((event: unknown) => plan(planning, event));
