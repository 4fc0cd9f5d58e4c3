import { settings } from "lockkeeper:settings";
import { fromEnvironment } from "../shared/aws/environment.ts";
import { type Call, caller } from "../shared/aws/operations.ts";
import { readBatch } from "../shared/replay/distributed/read.ts";
import type { ReplayRight } from "../shared/replay/distributed/rights.ts";
import { archiveAt } from "../shared/replay/place.ts";
import { shell } from "./shell.ts";

/** A batch of the archive → the calls that something could follow from, in the bucket of results. */
const call: Call<ReplayRight<"read">> = caller({ s3: () => import("../shared/aws/s3.ts") });

const reading = { call, archive: archiveAt(fromEnvironment("ARCHIVE")), results: fromEnvironment("RESULTS"), settings };

export const handler = shell((event: unknown) => readBatch(reading, event));
