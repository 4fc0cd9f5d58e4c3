/** Decodes the part of CBOR (RFC 8949) that smithy's rpc-v2-cbor uses. Throws RangeError on a truncated body. */
export const decodeCbor = (bytes: Buffer): unknown => {
  let at = 0;
  const length = (info: number): number | bigint => {
    if (info < 24) return info;
    const size = 1 << (info - 24);
    const start = at;
    at += size;
    if (size === 1) return bytes.readUInt8(start);
    if (size === 2) return bytes.readUInt16BE(start);
    if (size === 4) return bytes.readUInt32BE(start);
    const big = bytes.readBigUInt64BE(start);
    return big <= Number.MAX_SAFE_INTEGER ? Number(big) : big;
  };
  const indefinite = (info: number) => info === 31;
  const ended = () => {
    if (bytes.readUInt8(at) !== 0xff) return false;
    at += 1;
    return true;
  };
  const take = (count: number) => {
    const start = at;
    at += count;
    return bytes.subarray(start, at);
  };
  const string = (info: number): Buffer => {
    if (!indefinite(info)) return take(Number(length(info)));
    const parts: Buffer[] = [];
    while (!ended()) parts.push(string(bytes.readUInt8(at++) & 31));
    return Buffer.concat(parts);
  };
  const array = (info: number): unknown[] => {
    const items: unknown[] = [];
    if (indefinite(info)) while (!ended()) items.push(item());
    else for (let left = Number(length(info)); left > 0; left--) items.push(item());
    return items;
  };
  const map = (info: number): Record<string, unknown> => {
    const fields: [string, unknown][] = [];
    const pair = () => fields.push([String(item()), item()]);
    if (indefinite(info)) while (!ended()) pair();
    else for (let left = Number(length(info)); left > 0; left--) pair();
    return Object.fromEntries(fields);
  };
  const simple = (info: number): unknown => {
    if (info === 20) return false;
    if (info === 21) return true;
    if (info === 22) return null;
    if (info === 25) return half(take(2).readUInt16BE());
    if (info === 26) return take(4).readFloatBE();
    if (info === 27) return take(8).readDoubleBE();
    return undefined;
  };
  const tagged = (tag: number | bigint): unknown => {
    const value = item();
    return Number(tag) === 1 ? new Date(Number(value) * 1000) : value;
  };
  const item = (): unknown => {
    const head = bytes.readUInt8(at++);
    const info = head & 31;
    const kinds = [
      () => length(info),
      () => -1 - Number(length(info)),
      () => string(info),
      () => string(info).toString("utf8"),
      () => array(info),
      () => map(info),
      () => tagged(length(info)),
      () => simple(info),
    ];
    return kinds[head >> 5]?.();
  };
  return bytes.length === 0 ? {} : item();
};

const half = (bits: number): number => {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
};

/** Encodes a flat map of texts, which is all that an error answer needs. */
export const encodeCborTexts = (fields: Readonly<Record<string, string>>): Buffer => {
  const text = (value: string) => {
    const bytes = Buffer.from(value);
    const head = Buffer.alloc(5);
    head.writeUInt8(0x7a, 0);
    head.writeUInt32BE(bytes.length, 1);
    return Buffer.concat([head, bytes]);
  };
  const entries = Object.entries(fields);
  return Buffer.concat([Buffer.from([0xa0 + entries.length]), ...entries.flatMap(([k, v]) => [text(k), text(v)])]);
};
