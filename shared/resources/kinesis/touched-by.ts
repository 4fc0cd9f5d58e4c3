import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { streamId } from "./stream-id.ts";

/**
 * The stream's own ARN out of any text that holds it: the ARN itself, that of a consumer or channel of it, or the sentence
 * of a denial. The twelve digits leave out the malformed ARN of calls by name.
 */
const inText = /arn:[a-z-]+:kinesis:[a-z0-9-]+:\d{12}:stream\/[A-Za-z0-9_.-]+/g;

/**
 * How CloudTrail writes the resource of a call by name: with the name where the account belongs. It is all that names the stream
 * when the call was denied, or gave an iterator alone. A name of twelve digits cannot be told from an account.
 */
const malformed = /^arn:[a-z-]+:kinesis:([a-z0-9-]+):(?!\d{12}:)([\w.-]{1,128}):stream\/null$/;

/** Every text in a value, with the name of the field it stands in. Not recursive: the value may be nested as deep as an attacker likes. */
const textsIn = (root: unknown): readonly (readonly [field: string, text: string])[] => {
  const texts: [string, string][] = [];
  const open: [string, unknown][] = [["", root]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [field, value] = next;
    if (typeof value === "string") texts.push([field, value]);
    else if (Array.isArray(value)) for (const inner of value) open.push([field, inner]);
    else if (typeof value === "object" && value !== null) for (const entry of Object.entries(value)) open.push(entry);
  }
  return texts;
};

/** The ids of all streams that a call names, in whichever form. */
export const streamsTouchedBy = (call: ApiCall): readonly string[] => {
  const said = textsIn([call.request, call.response]);
  const named = said.flatMap(([key, text]) =>
    /^streamnames?$/i.test(key) && /^[\w.-]{1,128}$/.test(text) ? [streamId(text, call.account, call.region)] : [],
  );
  const byName = call.resources.flatMap(({ arn }) => {
    const [, region, name] = malformed.exec(arn) ?? [];
    return region && name ? [streamId(name, call.account, region)] : [];
  });
  const elsewhere = [...call.resources.map(({ arn }) => arn), call.error?.message ?? ""];
  const spelt = [...said.map(([, text]) => text), ...elsewhere].flatMap((text) => text.match(inText) ?? []);
  return [...new Set([...spelt, ...named, ...byName])];
};
