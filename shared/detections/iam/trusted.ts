import type { Settings } from "../../baseline/settings.ts";
import { arnsOf } from "../../cloudtrail/actor.ts";
import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { firstFit } from "../../resources/arn.ts";

/** Whether a call was made by somebody whose changes to identities are meant: who deploys, or may give orders here. */
export const isTrusted = ({ actor }: ApiCall, { deployers, operators }: Settings): boolean =>
  firstFit([...deployers, ...operators], arnsOf(actor)) !== undefined;
