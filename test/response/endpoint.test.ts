import { createServer, type Server } from "node:http";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { askCallerIdentity } from "../../shared/aws/caller-identity.ts";
import { ServiceError } from "../../shared/aws/json-protocol.ts";
import { transport } from "../../shared/aws/transport.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const key = { pk: { S: "a" }, sk: { S: "b" } };
const get = () => stage.call("dynamodb:GetItem", { TableName: stage.ledger.table, Key: key });

test("a connection that is refused is an error within seconds", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
  const began = Date.now();
  await expect(get()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(Date.now() - began).toBeLessThan(5_000);
});

test("a service's own endpoint goes before the one for all, in either direction", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", stage.lab.door.endpoint);
  expect(await get()).toBeDefined();
  await expect(stage.call("kms:DescribeKey", { KeyId: "x" })).rejects.toMatchObject({ code: "ECONNREFUSED" });
  vi.stubEnv("AWS_ENDPOINT_URL", stage.lab.door.endpoint);
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1");
  await expect(get()).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test.each(["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"])(
  "in %s a call goes to the host that the SDK goes to",
  async (region) => {
    vi.stubEnv("AWS_ENDPOINT_URL", undefined);
    vi.stubEnv("AWS_REGION", region);
    // Nothing leaves this machine: the request is looked at, and refused, before it is sent.
    const stopped = new ServiceError("Stopped", "", 400);
    const post = vi.spyOn(transport, "post").mockRejectedValue(stopped);
    await expect(get()).rejects.toBe(stopped);
    const sdk = new DynamoDBClient({ region });
    const { hostname } = sdk.config.endpointProvider({ Region: region }).url;
    const [sent] = post.mock.calls[0] ?? [];
    expect(sent?.to.href).toBe(`https://${hostname}/`);
    expect(sent?.headers["authorization"]).toMatch(new RegExp(`/${region}/dynamodb/aws4_request`));
    expect(sent?.headers["host"]).toBe(hostname);
  },
);

describe("what is no service's answer", () => {
  let server: Server;
  let answer: { readonly status: number; readonly headers?: Record<string, string>; readonly body: string };
  let hangUps = 0;
  beforeAll(async () => {
    server = createServer((incoming, outgoing) => {
      if (hangUps > 0) {
        hangUps -= 1;
        incoming.socket.destroy();
        return;
      }
      incoming.resume().on("end", () => outgoing.writeHead(answer.status, answer.headers).end(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const there = () => {
    const address = server.address();
    vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
  };
  const askedThere = () => {
    there();
    return get();
  };

  test("a connection that is closed at the other end is not the end: it is asked again, STS too", async () => {
    hangUps = 2;
    answer = { status: 200, body: "{}" };
    expect(await askedThere()).toEqual({});
    hangUps = 2;
    answer = { status: 403, body: "<Error><Code>ExpiredToken</Code></Error>" };
    there();
    expect(await askCallerIdentity("us-east-1", {})).toEqual({ refused: "ExpiredToken" });
    expect(hangUps).toBe(0);
  });

  test("a proxy's page is an error with its status", async () => {
    answer = { status: 407, body: "<html>Proxy Authentication Required</html>" };
    await expect(askedThere()).rejects.toMatchObject({ name: "Http407", status: 407 });
  });

  test("an error that only the header names has that name", async () => {
    answer = { status: 400, headers: { "x-amzn-errortype": "ValidationException:http://internal/" }, body: "{}" };
    await expect(askedThere()).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("an empty answer is an empty output", async () => {
    answer = { status: 200, body: "" };
    expect(await askedThere()).toEqual({});
  });

  test("a page that says it is a success is an error all the same", async () => {
    answer = { status: 200, body: "<html>" };
    await expect(askedThere()).rejects.toThrow(SyntaxError);
  });
});
