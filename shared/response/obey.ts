import type { Permission } from "../aws/operations.ts";
import { InvalidOrder, readOrder } from "../incident/order.ts";
import type { Outcome } from "../incident/outcome.ts";
import type { Message } from "../queue/batch.ts";
import { type Aside, setAside } from "../queue/set-aside.ts";
import { carryOut } from "./carry-out.ts";
import type { Hands } from "./hands.ts";
import { type Looked, lookAgain } from "./look-again.ts";
import { takeBack } from "./take-back.ts";

/** Takes one order from a queue to its outcome. An order that cannot be read is set aside and told. @throws what a later try may mend */
export const obey = async <P extends Permission>(
  hands: Hands<P>,
  aside: Aside,
  message: Message,
): Promise<Outcome | Looked | undefined> => {
  try {
    const order = readOrder(message.body);
    switch (order.kind) {
      case "step":
        return await carryOut(hands, order, message.lastTry);
      case "undo":
        return await takeBack(hands, order, message.lastTry);
      case "recheck":
        return await lookAgain(hands, order);
    }
  } catch (error) {
    if (!(error instanceof InvalidOrder)) throw error;
    await setAside(aside, message, error.message);
    return undefined;
  }
};
