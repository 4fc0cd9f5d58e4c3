import { bundle, functionNames } from "../../../shared/derive/bundle.ts";
import { openExampleLab } from "../../lab/door/example-lab.ts";
import { benchSettings } from "../settings.ts";
import { c7n, installC7n } from "./c7n.ts";
import { type Job, openGround } from "./ground.ts";
import { type Containment, measure, type Responder, seesArnOnly } from "./measure.ts";
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

/** Both, on the same local AWS, in turn. @param peer the Python of c7n's environment, if it is to be compared */
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
    const both = (job: Job): readonly Responder[] => [
      ours,
      ...(python === undefined ? [] : [c7n(ground, python, job)]),
    ];
    progress("from the event to containment ...");
    const key = await measure(ground, both("key"), "key");
    const encryption = await measure(ground, both("encryption"), "encryption");
    const arnOnly: boolean[] = [];
    for (const responder of both("encryption")) arnOnly.push(await seesArnOnly(ground, responder));
    progress(`the same with ${many} streams in the account ...`);
    await ground.addStreams(many);
    const grown = await measure(ground, both("encryption"), "encryption", few);
    const compared = (at: number): Compared | undefined => {
      const [ofKey, ofEncryption, ofMany] = [key[at], encryption[at], grown[at]];
      if (ofKey === undefined || ofEncryption === undefined || ofMany === undefined) return undefined;
      const callsByStreams = { 1: ofEncryption.awsCalls, [many]: ofMany.awsCalls };
      return { key: ofKey, encryption: ofEncryption, arnOnlySeen: arnOnly[at] ?? false, callsByStreams };
    };
    const [containment, peer] = [compared(0), compared(1)];
    if (containment === undefined) throw new Error("nothing was measured");
    return { containment, ...(peer ? { peer: { c7n: peer } } : {}) };
  } finally {
    await lab.close();
  }
};
