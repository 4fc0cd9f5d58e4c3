/** An XML element without its namespaces; mixed content is not kept, AWS has none. */
export interface Element {
  readonly name: string;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Growing {
  readonly name: string;
  readonly children: Growing[];
  text: string;
}

const token =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<[?!][^>]*>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:"[^"]*"|'[^']*'|[^>"'])*?)(\/?)>|([^<]+)/g;

/** Parses an XML document as AWS services write them; undefined when there is no element in it. */
export const parseXml = (text: string): Element | undefined => {
  const root: Growing = { name: "", children: [], text: "" };
  const open: Growing[] = [root];
  for (const [, cdata, close, start, , empty, plain] of text.matchAll(token)) {
    const current = open.at(-1) ?? root;
    if (cdata !== undefined) current.text += cdata;
    if (plain !== undefined) current.text += unescapeXml(plain);
    if (close !== undefined) open.pop();
    if (start === undefined) continue;
    const element: Growing = { name: start.split(":").at(-1) ?? start, children: [], text: "" };
    current.children.push(element);
    if (empty !== "/") open.push(element);
  }
  return root.children[0];
};

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return entities[name ?? ""] ?? whole;
  });

/** Text made safe for an XML element. */
export const escapeXml = (text: string): string =>
  text.replace(/[<>&"]/g, (c) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" })[c] ?? c);
