import type { AnyAttack } from "./attack.ts";
import { stopEncryption } from "./stop-encryption.ts";
import { swapEncryptionKey } from "./swap-encryption-key.ts";

/** Every attack, in the order in which the drill runs them. */
export const attacks: readonly AnyAttack[] = [stopEncryption, swapEncryptionKey];
