import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sns } from "../../../shared/aws/sns.ts";

/** AWS Query, against a server that notes what it was asked. That SNS takes it, test/response/tell.test.ts shows. */

let server: Server;
let forms: URLSearchParams[];
let answers: { readonly status: number; readonly body: string }[];
const published = "<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>";

beforeEach(async () => {
  forms = [];
  answers = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      forms.push(new URLSearchParams(body));
      const { status, body: xml } = answers.shift() ?? { status: 200, body: published };
      response.writeHead(status, { "x-amzn-requestid": "r-1" }).end(xml);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${typeof address === "object" ? address?.port : undefined}`);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE00");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "example");
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const message = { TopicArn: "arn", Message: "Grüße & +1 =?\n" };

test("the input is a form, its maps numbered entries", async () => {
  const MessageAttributes = {
    severity: { DataType: "String", StringValue: "High" },
    state: { DataType: "String", StringValue: "a & b" },
  } as const;
  expect(await sns.Publish.send({ ...message, MessageAttributes })).toStrictEqual({
    output: { MessageId: "m-1" },
    requestId: "r-1",
  });
  expect(Object.fromEntries(forms[0] ?? [])).toStrictEqual({
    Action: "Publish",
    Version: "2010-03-31",
    ...message,
    "MessageAttributes.entry.1.Name": "severity",
    "MessageAttributes.entry.1.Value.DataType": "String",
    "MessageAttributes.entry.1.Value.StringValue": "High",
    "MessageAttributes.entry.2.Name": "state",
    "MessageAttributes.entry.2.Value.DataType": "String",
    "MessageAttributes.entry.2.Value.StringValue": "a & b",
  });
});

test("an error is named by AWS's code, and says what AWS said", async () => {
  const body =
    "<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>no &lt;topic&gt; &amp;lt;</Message></Error></ErrorResponse>";
  answers = [{ status: 404, body }];
  await expect(sns.Publish.send(message)).rejects.toMatchObject({ name: "NotFound", message: "no <topic> &lt;" });
});

test("what is no answer of the service is named by its status", async () => {
  answers = [{ status: 403, body: "<html>proxy</html>" }];
  await expect(sns.Publish.send(message)).rejects.toMatchObject({ name: "Http403", status: 403 });
});

test("a failure of the service is tried again", async () => {
  answers = [{ status: 500, body: "" }];
  await sns.Publish.send(message);
  expect(forms).toHaveLength(2);
});
