import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { securityhub } from "../../../shared/aws/securityhub.ts";

/** AWS REST JSON, against a server that notes what it was asked and answers what it is told to. */

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let asked: Asked[];
let answers: { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const { method, url, headers } = request;
    void text(request).then((body) => {
      asked.push({ method, url, headers, body });
      const answer = answers.shift() ?? { status: 200, body: "{}" };
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${port}`);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE00");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "example");
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const input = { Findings: [{ Id: "1", ProductArn: "arn" }] };

test("the input is the body of a signed POST to the operation's path", async () => {
  answers = [{ status: 200, headers: { "x-amzn-requestid": "r-1" }, body: '{"SuccessCount":1,"FailedCount":0}' }];
  expect(await securityhub.BatchImportFindings.send(input)).toStrictEqual({
    output: { SuccessCount: 1, FailedCount: 0 },
    requestId: "r-1",
  });
  expect(asked).toMatchObject([
    { method: "POST", url: "/findings/import", headers: { "content-type": "application/json" } },
  ]);
  expect(asked[0]?.headers["x-amz-target"]).toBeUndefined();
  expect(asked[0]?.headers["authorization"]).toContain("/eu-central-1/securityhub/aws4_request");
  expect(JSON.parse(asked[0]?.body ?? "")).toStrictEqual(input);
});

test.each([
  ["in the header", { "x-amzn-errortype": "InvalidInputException:http://internal" }, '{"Message":"no"}'],
  ["in the body", {}, '{"Code":"InvalidInputException","Message":"no"}'],
])("an error is named by AWS's code where it stands %s", async (_, headers, body) => {
  answers = [{ status: 400, headers, body }];
  await expect(securityhub.BatchImportFindings.send(input)).rejects.toMatchObject({
    name: "InvalidInputException",
    message: "no",
    status: 400,
  });
  expect(asked).toHaveLength(1);
});

test("a failure of the service is tried again", async () => {
  answers = [{ status: 503, body: "" }];
  await securityhub.BatchImportFindings.send(input);
  expect(asked).toHaveLength(2);
});
