import type { Permission } from "../aws/operations.ts";
import { InvalidOrder, readOrder } from "../incident/order.ts";
import type { Outcome } from "../incident/outcome.ts";
import type { Message } from "../queue/batch.ts";
import { type Aside, setAside } from "../queue/set-aside.ts";
import { carryOut } from "./carry-out.ts";
import type { Hands } from "./hands.ts";
import { takeBack } from "./take-back.ts";

/** Takes one order from a queue to its outcome. An order that cannot be read is set aside and told. @throws what a later try may mend */
export const obey = async <P extends Permission>(
  hands: Hands<P>,
  aside: Aside,
  message: Message,
): Promise<Outcome | undefined> => {
  try {
    const order = readOrder(message.body);
    return await (order.kind === "step"
      ? carryOut(hands, order, message.lastTry)
      : takeBack(hands, order, message.lastTry));
  } catch (error) {
    if (!(error instanceof InvalidOrder)) throw error;
    await setAside(aside, message, error.message);
    return undefined;
  }
};
