import { bundle, functionNames } from "../../../shared/derive/bundle.ts";
import { openExampleLab } from "../../lab/door/example-lab.ts";
import { benchSettings } from "../settings.ts";
import { c7n, installC7n } from "./c7n.ts";
import { openGround } from "./ground.ts";
import { type Containment, measure, seesArnOnly } from "./measure.ts";
import { lockkeeper } from "./ours.ts";

export interface Compared {
  readonly key: Containment;
  readonly encryption: Containment;
  readonly arnOnlySeen: boolean;
  /** The calls of the encryption's job to the guarded services, with so many streams in the account. */
  readonly callsByStreams: Readonly<Record<number, number>>;
}

const few = { colds: 1, warms: 3 };
/** Beyond what one page of ListStreams holds. */
const many = 150;

/** Both, on the same local AWS, one after the other for each job. @param peer the Python of c7n's environment, if it is to be compared */
export const compareContainment = async (
  root: string,
  withPeer: boolean,
  progress: (line: string) => void,
): Promise<{ readonly containment: Compared; readonly peer?: { readonly c7n: Compared } }> => {
  const lab = await openExampleLab({ updatingMs: 0 });
  try {
    const ground = await openGround(lab);
    await bundle(root, benchSettings(ground.keyArn), functionNames);
    const python = withPeer ? installC7n(root, lab.python, progress) : undefined;
    const ours = await lockkeeper(ground, root);
    const theirs =
      python === undefined
        ? undefined
        : { key: c7n(ground, python, "key"), encryption: c7n(ground, python, "encryption") };
    progress("from the event to containment ...");
    const own = {
      key: await measure(ground, ours, "key"),
      encryption: await measure(ground, ours, "encryption"),
      arnOnlySeen: await seesArnOnly(ground, ours),
    };
    const other = theirs && {
      key: await measure(ground, theirs.key, "key"),
      encryption: await measure(ground, theirs.encryption, "encryption"),
      arnOnlySeen: await seesArnOnly(ground, theirs.encryption),
    };
    progress(`the same with ${many} streams in the account ...`);
    await ground.addStreams(many);
    const grown = async (responder: typeof ours) => (await measure(ground, responder, "encryption", few)).awsCalls;
    const containment = { ...own, callsByStreams: { 1: own.encryption.awsCalls, [many]: await grown(ours) } };
    if (theirs === undefined || other === undefined) return { containment };
    const peer = { ...other, callsByStreams: { 1: other.encryption.awsCalls, [many]: await grown(theirs.encryption) } };
    return { containment, peer: { c7n: peer } };
  } finally {
    await lab.close();
  }
};
