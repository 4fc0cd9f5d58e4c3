import type { Input } from "../../types.ts";
import { textOf } from "../../values.ts";
import { invalid } from "./stream.ts";

/** One page of a list, at most 100 long; the token says how many came before. Throws InvalidArgumentException. */
export const pageOf = <T>(items: readonly T[], { MaxResults, NextToken }: Input) => {
  const token = textOf(NextToken);
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString());
  if (!Number.isInteger(start)) throw invalid("NextToken is invalid.");
  const end = start + Math.min(typeof MaxResults === "number" ? MaxResults : 100, 100);
  const next = end < items.length ? { NextToken: Buffer.from(String(end)).toString("base64") } : {};
  return { items: items.slice(start, end), next };
};
