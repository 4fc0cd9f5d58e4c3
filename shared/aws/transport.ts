import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent, request } from "node:https";
import type { Headers } from "./sign.ts";

/** How every service is called: HTTP/1.1, connections that are kept, and time limits short enough to retry within one invocation. */
export const limits = { attempts: 4, connectMs: 1_000, answerMs: 3_000 };

const kept = { keepAlive: true, maxSockets: 50 };
const secure = { request, agent: new Agent(kept) };
/** For the local AWS. */
const plain = { request: plainRequest, agent: new PlainAgent(kept) };

export interface Posted {
  readonly to: URL;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

const late = (what: string, ms: number): Error =>
  Object.assign(new Error(`no ${what} within ${ms} ms`), { name: "TimeoutError", code: "ETIMEDOUT" });

/** Node's own client, without the SDK's around it, which loads HTTP/2 besides. @throws what the way there throws, and TimeoutError */
const post = ({ to, path, headers, body }: Posted): Promise<Reply> => {
  const by = to.protocol === "https:" ? secure : plain;
  const options = { method: "POST", host: to.hostname, port: to.port, path, headers, agent: by.agent };
  return new Promise<Reply>((resolve, reject) => {
    const sent = by.request(options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        answering.refresh();
        text += part;
      });
      response.once("error", failed);
      response.once("end", () => {
        clearTimeout(answering);
        const header = (name: string) => response.headers[name]?.toString();
        resolve({ status: response.statusCode ?? 0, header, body: text });
      });
    });
    const failed = (error: Error): void => {
      clearTimeout(connecting);
      clearTimeout(answering);
      sent.destroy();
      reject(error);
    };
    const connecting = setTimeout(() => failed(late("connection", limits.connectMs)), limits.connectMs);
    const answering = setTimeout(() => failed(late("answer", limits.answerMs)), limits.answerMs);
    const connected = (): void => clearTimeout(connecting);
    sent.once("socket", (socket) => (socket.connecting ? socket.once("connect", connected) : connected()));
    sent.on("error", failed);
    sent.end(body);
  });
};

/** The way out of the process. */
export const transport = { post };
