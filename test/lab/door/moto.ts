import { Agent, request } from "node:http";
import { type Outcome, readOutcome } from "./reply/read.ts";
import type { Model, Models } from "./request/model.ts";
import { findService } from "./request/service.ts";
import type { Call, HttpRequest, Input, Reply, Scope } from "./types.ts";

/** The moto server behind the door. */
export interface Moto {
  /** Sends a request on, unchanged. */
  readonly send: (http: HttpRequest) => Promise<Reply>;
  /** Makes a call of the door's own, as the lab account: JSON and AWS query services, input in wire form. */
  readonly call: (signingName: string, operation: string, input: Input, region?: string) => Promise<Outcome>;
  /** Makes a GET request of the door's own to a REST service. */
  readonly get: (signingName: string, url: string, region: string) => Promise<Reply>;
  readonly close: () => void;
}

const hopByHop = new Set(["connection", "keep-alive", "expect", "transfer-encoding", "content-length"]);

/** A client for a moto server at this address. */
export const openMoto = (url: string, models: Models): Moto => {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  const send = (http: HttpRequest): Promise<Reply> => transmit({ hostname, port, agent }, http);
  const own = (signingName: string, region: string, more: Partial<HttpRequest>): HttpRequest => ({
    method: "POST",
    url: "/",
    body: Buffer.alloc(0),
    ...more,
    headers: { host: `${hostname}:${port}`, authorization: ownAuthorization(region, signingName), ...more.headers },
  });
  return {
    send,
    get: (signingName, path, region) => send(own(signingName, region, { method: "GET", url: path })),
    call: async (signingName, operation, input, region = "us-east-1") => {
      const scope: Scope = { accessKeyId: "door", region, service: signingName, sessionToken: undefined };
      const http = own(signingName, region, encode(models(signingName), operation, input));
      const service = findService(http, scope, models);
      const call: Call = { id: "", time: new Date(), http, scope, region, service, operation, input, rawPath: {} };
      return readOutcome(call, await send(http));
    },
    close: () => agent.destroy(),
  };
};

/** moto takes any key it does not know for the default account's, and checks no signature. */
const ownAuthorization = (region: string, service: string) =>
  `AWS4-HMAC-SHA256 Credential=door/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const encode = (model: Model | undefined, operation: string, input: Input): Partial<HttpRequest> => {
  if (model?.metadata.protocol === "json") {
    const headers = {
      "content-type": `application/x-amz-json-${model.metadata.jsonVersion ?? "1.1"}`,
      "x-amz-target": `${model.metadata.targetPrefix}.${operation}`,
    };
    return { headers, body: Buffer.from(JSON.stringify(input)) };
  }
  const fields = new URLSearchParams({ Action: operation, Version: model?.metadata.apiVersion ?? "" });
  for (const [name, value] of Object.entries(input)) {
    if (!Array.isArray(value)) fields.append(name, String(value));
    else for (const [i, item] of value.entries()) fields.append(`${name}.member.${i + 1}`, String(item));
  }
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  return { headers, body: Buffer.from(fields.toString()) };
};

const transmit = (to: { hostname: string; port: string; agent: Agent }, http: HttpRequest): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const headers: Record<string, string | number> = { "content-length": http.body.length };
    for (const [name, value] of Object.entries(http.headers)) if (!hopByHop.has(name)) headers[name] = value;
    const outgoing = request({ ...to, method: http.method, path: http.url, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const answered: Record<string, string | readonly string[]> = {};
        for (const [name, value] of Object.entries(incoming.headers))
          if (value !== undefined && !hopByHop.has(name)) answered[name] = value;
        // The answer to HEAD keeps its length.
        const length = incoming.headers["content-length"];
        if (http.method === "HEAD" && length !== undefined) answered["content-length"] = length;
        resolve({
          status: incoming.statusCode ?? 502,
          headers: answered,
          body: Buffer.concat(chunks),
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(http.body);
  });
