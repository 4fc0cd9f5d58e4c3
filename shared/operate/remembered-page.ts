import { readRemembered } from "../ledger/remembered.ts";
import { plain } from "../notice/plain.ts";
import { Refused } from "./refused.ts";
import type { Desk, Done } from "./verb.ts";

/**
 * JSON that is read back as it was, in which no word of an attacker's can change anything in a terminal or be clicked: what is not
 * plain ASCII, and the slashes of links, are written as JSON lets one.
 */
const safe = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll("://", ":\\/\\/");

/** How a resource was when last nothing was wrong with it, whole, so that it can be made anew. @throws Refused */
export const rememberedPage = async ({ ledger }: Pick<Desk, "ledger">, resource: string): Promise<Done> => {
  const remembered = await readRemembered(ledger, resource);
  if (remembered === undefined)
    throw new Refused(
      `resource ${plain(resource, 200)}: expected the ARN of one that was seen when nothing was wrong with it`,
    );
  const { at, state } = remembered;
  return {
    text: [`How ${plain(resource, 300)} was at ${at}, when nothing was wrong with it`, safe(state)].join("\n"),
    data: { resource, at, state },
  };
};
