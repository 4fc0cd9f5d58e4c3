import { settings } from "lockkeeper:settings";
import { fromEnvironment } from "../shared/aws/environment.ts";
import { type Call, caller } from "../shared/aws/operations.ts";
import { judgeParts } from "../shared/replay/distributed/judge.ts";
import type { ReplayRight } from "../shared/replay/distributed/rights.ts";
import { archiveAt } from "../shared/replay/place.ts";
import { shell } from "./shell.ts";

/** What was read of the archive → findings and a report, in the bucket of results. Changes nothing else. */
const call: Call<ReplayRight<"judge">> = caller({ s3: () => import("../shared/aws/s3.ts") });

const judging = {
  call,
  archive: archiveAt(fromEnvironment("ARCHIVE")),
  results: fromEnvironment("RESULTS"),
  settings,
  now: () => new Date(),
};

export const handler = shell((event: unknown) => judgeParts(judging, event));
