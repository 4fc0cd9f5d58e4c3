import type { Home } from "../../resources/resource.ts";

/** The account itself, where a call is about no stream: as AWS Config and Security Hub name it. */
export const accountOf = ({ account }: Pick<Home, "account">) => ({
  type: "AWS::::Account",
  id: `AWS::::Account:${account}`,
});
