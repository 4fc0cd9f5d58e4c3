// Derived from this folder by `npm run derive`; do not edit.
import { accept } from "./accept.ts";
import { approve } from "./approve.ts";
import { close } from "./close.ts";
import { exempt } from "./exempt.ts";
import { freeze } from "./freeze.ts";
import { reject } from "./reject.ts";
import { show } from "./show.ts";
import { undo } from "./undo.ts";
import { unfreeze } from "./unfreeze.ts";

export const verbs = [accept, approve, close, exempt, freeze, reject, show, undo, unfreeze] as const;
