import type { AnyAttack } from "./attack.ts";
import { backlog } from "./backlog.ts";
import { blindMonitoring } from "./blind-monitoring.ts";
import { burnCapacity } from "./burn-capacity.ts";
import { extendRetention } from "./extend-retention.ts";
import { flap } from "./flap.ts";
import { frameTheProducer } from "./frame-the-producer.ts";
import { scrambleOrder } from "./scramble-order.ts";
import { shortenRetention } from "./shorten-retention.ts";
import { stopEncryption } from "./stop-encryption.ts";
import { stripTags } from "./strip-tags.ts";
import { swapEncryptionKey } from "./swap-encryption-key.ts";

/** Every attack, in the order in which the drill runs them. */
export const attacks: readonly AnyAttack[] = [
  stopEncryption,
  swapEncryptionKey,
  shortenRetention,
  extendRetention,
  blindMonitoring,
  scrambleOrder,
  stripTags,
  burnCapacity,
  frameTheProducer,
  backlog,
  flap,
];
