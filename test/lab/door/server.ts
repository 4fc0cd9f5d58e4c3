import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { HttpRequest, Reply } from "./types.ts";

/** Answers one request; what it does after `send` happens behind the client's back. */
export type Respond = (http: HttpRequest, send: (reply: Reply) => void) => Promise<void>;

/** moto's own switches (reset, recorder, instance metadata) are no part of AWS. */
const ownPaths = /^\/(moto-api|latest\/(meta-data|api))(\/|$|\?)/;
const notFound: Reply = { status: 404, headers: { "content-type": "text/plain" }, body: Buffer.from("Not Found") };

/** An HTTP server on a free port of 127.0.0.1. An error inside becomes a 500 and is reported. */
export const serve = async (respond: Respond, report: (line: string) => void, port = 0): Promise<Server> => {
  const server = createServer((incoming, outgoing) => {
    readRequest(incoming)
      .then((http) => {
        const send = (reply: Reply) => write(outgoing, http.method, reply);
        return ownPaths.test(http.url) ? send(notFound) : respond(http, send);
      })
      .catch((error: unknown) => {
        report(`the door failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        if (!outgoing.headersSent) outgoing.writeHead(500, { "content-type": "text/plain" });
        outgoing.end("InternalFailure");
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
};

/** `http://127.0.0.1:PORT` */
export const addressOf = (server: Server): string => {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server does not listen");
  return `http://127.0.0.1:${address.port}`;
};

/** Ends the server and every connection to it. */
export const shut = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const readRequest = async (incoming: IncomingMessage): Promise<HttpRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  return { method: incoming.method ?? "GET", url: incoming.url ?? "/", headers, body: Buffer.concat(chunks) };
};

const write = (outgoing: ServerResponse, method: string, { status, headers, body }: Reply): void => {
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  // What HEAD answers is the length of the body that GET would have.
  if (status === 204) outgoing.removeHeader("content-length");
  else if (method !== "HEAD") outgoing.setHeader("content-length", body.length);
  outgoing.writeHead(status);
  outgoing.end(method === "HEAD" ? undefined : body);
};
