import { sweep } from "../shared/response/sweep.ts";
import { earsFor, type Reads } from "./ears.ts";
import { shell } from "./shell.ts";

/** Schedule → every identity is looked at → ledger and findings queues. Changes nothing outside its own table and queues. */
const ears = earsFor("sweep");

export const handler = shell(() => sweep<Reads>(ears));
