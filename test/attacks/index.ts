import { attachAdministrator } from "./attach-administrator.ts";
import type { AnyAttack } from "./attack.ts";
import { backlog } from "./backlog.ts";
import { blindMonitoring } from "./blind-monitoring.ts";
import { burnCapacity } from "./burn-capacity.ts";
import { commitBilling } from "./commit-billing.ts";
import { copyToBucket } from "./copy-to-bucket.ts";
import { deleteStream } from "./delete-stream.ts";
import { deregisterConsumer } from "./deregister-consumer.ts";
import { dropBoundary } from "./drop-boundary.ts";
import { extendRetention } from "./extend-retention.ts";
import { flap } from "./flap.ts";
import { frameTheProducer } from "./frame-the-producer.ts";
import { grantByInlinePolicy } from "./grant-by-inline-policy.ts";
import { hidePolicy } from "./hide-policy.ts";
import { joinTheReaders } from "./join-the-readers.ts";
import { keyForAnother } from "./key-for-another.ts";
import { mintAUser } from "./mint-a-user.ts";
import { probeAccess } from "./probe-access.ts";
import { publishTheKey } from "./publish-the-key.ts";
import { raceTheDeny } from "./race-the-deny.ts";
import { readAsStranger } from "./read-as-stranger.ts";
import { registerConsumer } from "./register-consumer.ts";
import { removePolicyGuard } from "./remove-policy-guard.ts";
import { roleChain } from "./role-chain.ts";
import { scrambleOrder } from "./scramble-order.ts";
import { secondKey } from "./second-key.ts";
import { sessionFromKey } from "./session-from-key.ts";
import { shareThroughConsumer } from "./share-through-consumer.ts";
import { shareWithStranger } from "./share-with-stranger.ts";
import { shortenRetention } from "./shorten-retention.ts";
import { starveReaders } from "./starve-readers.ts";
import { stopEncryption } from "./stop-encryption.ts";
import { stripTags } from "./strip-tags.ts";
import { swapEncryptionKey } from "./swap-encryption-key.ts";
import { swapPolicyVersion } from "./swap-policy-version.ts";
import { takeAPassword } from "./take-a-password.ts";
import { widenTrust } from "./widen-trust.ts";
import { writeAsStranger } from "./write-as-stranger.ts";

/** Every attack, in the order in which the drill runs them. */
export const attacks: readonly AnyAttack[] = [
  stopEncryption,
  swapEncryptionKey,
  shareWithStranger,
  shareThroughConsumer,
  removePolicyGuard,
  registerConsumer,
  deregisterConsumer,
  shortenRetention,
  extendRetention,
  blindMonitoring,
  scrambleOrder,
  stripTags,
  burnCapacity,
  copyToBucket,
  readAsStranger,
  writeAsStranger,
  probeAccess,
  sessionFromKey,
  raceTheDeny,
  secondKey,
  roleChain,
  keyForAnother,
  grantByInlinePolicy,
  attachAdministrator,
  swapPolicyVersion,
  joinTheReaders,
  widenTrust,
  dropBoundary,
  hidePolicy,
  publishTheKey,
  takeAPassword,
  mintAUser,
  frameTheProducer,
  backlog,
  flap,
  commitBilling,
  deleteStream,
  starveReaders,
];
