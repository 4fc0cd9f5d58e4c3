import { crc32 } from "node:zlib";

/** Encodes events as `application/vnd.amazon.eventstream`. Source: Smithy 2.0, "Amazon Event Stream specification". */
export const encodeEvents = (events: readonly (readonly [type: string, payload: object])[]): Buffer =>
  Buffer.concat(events.map(([type, payload]) => message(type, Buffer.from(JSON.stringify(payload)))));

const message = (type: string, payload: Buffer): Buffer => {
  const headers = Buffer.concat([
    header(":message-type", "event"),
    header(":event-type", type),
    header(":content-type", "application/x-amz-json-1.1"),
  ]);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(16 + headers.length + payload.length, 0);
  lengths.writeUInt32BE(headers.length, 4);
  const prelude = Buffer.concat([lengths, checksum(lengths)]);
  const whole = Buffer.concat([prelude, headers, payload]);
  return Buffer.concat([whole, checksum(whole)]);
};

const text = 7;

const header = (name: string, value: string): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([text]),
    length,
    Buffer.from(value),
  ]);
};

const checksum = (bytes: Buffer): Buffer => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
};
