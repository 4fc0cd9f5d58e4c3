import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";
import { endpointOf, persistently, ServiceError } from "./json-protocol.ts";
import { saidInXml } from "./query-protocol.ts";
import { ownCredentials } from "./sign.ts";
import { limits } from "./transport.ts";

/**
 * S3 has paths, queries and large bodies. They are signed and sent by the SDK's own parts: nobody waits for a replay to start.
 * Source: Smithy specification, "AWS restXml protocol".
 */
export interface Exchange<Output> {
  readonly method: "GET" | "PUT";
  /** Escaped; S3 signs it as it stands. Source: IAM User Guide, "Create a signed AWS API request". */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly read: (body: Readable) => Output | Promise<Output>;
}

const requestHandler = new NodeHttpHandler({
  connectionTimeout: limits.connectMs,
  requestTimeout: limits.answerMs,
  throwOnRequestTimeout: true,
});

const once = async <Output>({ read, headers = {}, query = {}, ...asked }: Exchange<Output>) => {
  const region = process.env["AWS_REGION"] ?? "";
  const { protocol, hostname, port, host } = endpointOf("s3", region);
  const to = { protocol, hostname, ...(port ? { port: Number(port) } : {}) };
  const request = new HttpRequest({ ...asked, ...to, query, headers: { host, ...headers } });
  const { accessKeyId, secretAccessKey, sessionToken } = ownCredentials();
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    region,
    service: "s3",
    sha256: Sha256,
    uriEscapePath: false,
  });
  const { response } = await requestHandler.handle((await signer.sign(request)) as HttpRequest);
  const body = response.body as Readable;
  if (response.statusCode < 300) return { output: await read(body) };
  const { __type = "", message = "" } = saidInXml(await text(body));
  throw new ServiceError(__type, message, response.statusCode);
};

/** Sends a request, again where that may help. @throws ServiceError, and what the way there throws */
export const exchange = <Output>(asked: Exchange<Output>) => persistently(() => once(asked));
