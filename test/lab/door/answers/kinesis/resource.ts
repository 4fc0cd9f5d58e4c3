import type { Moto } from "../../moto.ts";
import type { KinesisState } from "./state.ts";
import { accountOf, isStream, notFound, readStream } from "./stream.ts";

/** Throws ResourceNotFoundException when there is no such stream, consumer or channel. */
export const requireResource = async (moto: Moto, state: KinesisState, arn: string): Promise<void> => {
  if (isStream(arn)) {
    await readStream(moto, arn);
    return;
  }
  const all = [...state.consumers(), ...state.channels()];
  if (!all.some((one) => one.arn === arn)) throw notFound(`Resource ${arn} under account ${accountOf(arn)} not found.`);
};
