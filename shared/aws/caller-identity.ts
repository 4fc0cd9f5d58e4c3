import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { endpointOf, textOf } from "./json-protocol.ts";
import { clientSettings } from "./transport.ts";

/**
 * sts:GetCallerIdentity, signed by one and sent by another: whoever sends it learns from AWS itself who signed it, and gets no
 * right by it. Only the headers travel; where they are sent, and with which body, is fixed here.
 * Sources: STS API Reference, GetCallerIdentity; Vault's and EKS's authenticators work so.
 */
export type Headers = Readonly<Record<string, string>>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Where STS is in a Region: its own address, or that of the local AWS. */
export const stsEndpoint = (region: string): URL => endpointOf("sts", region);

const requestTo = ({ protocol, hostname, port }: URL, headers: Headers): HttpRequest =>
  new HttpRequest({
    method: "POST",
    protocol,
    hostname,
    ...(port ? { port: Number(port) } : {}),
    path: "/",
    headers: { ...headers },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });

/** The headers of a signed request. @param more headers that are signed along with it */
export const signCallerIdentity = async (
  { credentials, region, at, endpoint = stsEndpoint(region) }: Signer,
  more: Headers,
): Promise<Headers> => {
  const request = requestTo(endpoint, {
    host: endpoint.host,
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    ...more,
  });
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    region,
    service: "sts",
    sha256: Sha256,
  });
  return (await signer.sign(request, { signingDate: at })).headers;
};

/** Who signs, when, and for which Region's STS. */
export interface Signer {
  readonly credentials: Credentials;
  readonly region: string;
  readonly at: Date;
  readonly endpoint?: URL;
}

/** Who signed the request, as STS has it; or AWS's code for why it refuses. */
export type Identity = { readonly arn: string; readonly account: string } | { readonly refused: string };

const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<>&]+)</${name}>`).exec(xml)?.[1];

/** Sends a request that somebody else signed. Redirects are not followed. @throws when STS cannot be reached */
export const askCallerIdentity = async (region: string, headers: Headers): Promise<Identity> => {
  const { response } = await clientSettings.requestHandler.handle(requestTo(stsEndpoint(region), headers));
  const xml = await textOf(response.body as AsyncIterable<Uint8Array>);
  const arn = element(xml, "Arn");
  const account = element(xml, "Account");
  if (response.statusCode === 200 && arn && account) return { arn, account };
  return { refused: element(xml, "Code") ?? `Http${response.statusCode}` };
};
