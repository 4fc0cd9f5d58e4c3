import { BlockList, isIP } from "node:net";

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** The addresses of `203.0.113.0/24`, `2001:db8::/32` or a single address; undefined when the text is none of these. */
export const addressRange = (text: string): BlockList | undefined => {
  const [, address = "", prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (isIP(address) === 0) return undefined;
  const family = familyOf(address);
  const bits = family === "ipv6" ? 128 : 32;
  const length = Number(prefix ?? bits);
  if (length > bits) return undefined;
  const range = new BlockList();
  range.addSubnet(address, length, family);
  return range;
};

/** A caller's "address" may be the name of a service (`cloudformation.amazonaws.com`), which is in no range. */
export const isInRange = (range: BlockList, address: string): boolean =>
  isIP(address) !== 0 && range.check(address, familyOf(address));
