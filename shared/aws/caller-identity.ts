import { endpointOf, persistently } from "./json-protocol.ts";
import { type Credentials, type Headers, sign } from "./sign.ts";
import { transport } from "./transport.ts";

/**
 * sts:GetCallerIdentity, signed by one and sent by another: whoever sends it learns from AWS itself who signed it, and gets no
 * right by it. Only the headers travel; where they are sent, and with which body, is fixed here.
 * Sources: STS API Reference, GetCallerIdentity; Vault's and EKS's authenticators work so.
 */
const question = { path: "/", body: "Action=GetCallerIdentity&Version=2011-06-15" };

/** Where STS is in a Region: its own address, or that of the local AWS. */
export const stsEndpoint = (region: string): URL => endpointOf("sts", region);

/** The headers of a signed request. @param more headers that are signed along with it */
export const signCallerIdentity = (
  { credentials, region, at, endpoint = stsEndpoint(region) }: Signer,
  more: Headers,
): Headers => {
  const headers = {
    host: endpoint.host,
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    ...more,
  };
  return sign({ ...question, headers }, { credentials, region, service: "sts", at });
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

/**
 * Sends a request that somebody else signed; again if the way there fails, as it does on a connection that was kept while the function
 * was frozen, and closed at the other end. Redirects are not followed.
 * @throws when STS cannot be reached
 */
export const askCallerIdentity = async (region: string, headers: Headers): Promise<Identity> => {
  const ask = () => transport.post({ ...question, to: stsEndpoint(region), headers });
  const { status, body: xml } = await persistently(ask);
  const arn = element(xml, "Arn");
  const account = element(xml, "Account");
  if (status === 200 && arn && account) return { arn, account };
  return { refused: element(xml, "Code") ?? `Http${status}` };
};
