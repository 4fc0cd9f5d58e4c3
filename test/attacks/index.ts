import type { AnyAttack } from "./attack.ts";
import { backlog } from "./backlog.ts";
import { flap } from "./flap.ts";
import { frameTheProducer } from "./frame-the-producer.ts";
import { stopEncryption } from "./stop-encryption.ts";
import { swapEncryptionKey } from "./swap-encryption-key.ts";

/** Every attack, in the order in which the drill runs them. */
export const attacks: readonly AnyAttack[] = [stopEncryption, swapEncryptionKey, frameTheProducer, backlog, flap];
