import type { accessAnalyzer } from "./access-analyzer.ts";
import type { dynamodb } from "./dynamodb.ts";
import type { events } from "./events.ts";
import type { iam } from "./iam.ts";
import type { kinesis } from "./kinesis.ts";
import type { kms } from "./kms.ts";
import type { Family, Operation } from "./operation.ts";
import type { s3 } from "./s3.ts";
import type { securityhub } from "./securityhub.ts";
import type { sns } from "./sns.ts";
import type { sqs } from "./sqs.ts";

/**
 * Every family of calls this program can make. A system that is no AWS API joins here as a family of its own
 * (`kafka-admin`, `pulsar-admin`); nothing else can tell the difference.
 */
export interface Families {
  "access-analyzer": typeof accessAnalyzer;
  dynamodb: typeof dynamodb;
  events: typeof events;
  iam: typeof iam;
  kinesis: typeof kinesis;
  kms: typeof kms;
  s3: typeof s3;
  securityhub: typeof securityhub;
  sns: typeof sns;
  sqs: typeof sqs;
}

type FamilyName = keyof Families;
type Named<F extends FamilyName> = `${F}:${keyof Families[F] & string}`;
type OperationOf<P extends string> = P extends `${infer F extends FamilyName}:${infer N}`
  ? N extends keyof Families[F]
    ? Families[F][N]
    : never
  : never;

/** The name of a call: at once the IAM action, the operation and (with the service) CloudTrail's event name. */
export type Permission = { [F in FamilyName]: Named<F> }[FamilyName];
/** The permissions of some families. */
export type PermissionOf<F extends FamilyName> = Extract<Permission, `${F}:${string}`>;

// biome-ignore lint/suspicious/noExplicitAny: inference positions only.
export type Input<P extends Permission> = OperationOf<P> extends Operation<infer I, any> ? I : never;
// biome-ignore lint/suspicious/noExplicitAny: inference positions only.
export type Output<P extends Permission> = OperationOf<P> extends Operation<any, infer O> ? O : never;

/**
 * Makes one of the permitted calls; anything else does not compile. `may` never exists at run time: it is there so that
 * the compiler also refuses to hand a call with fewer rights to somebody who needs more (it compares generic functions loosely).
 */
export type Call<P extends Permission> = (<Q extends P>(permission: Q, input: Input<Q>) => Promise<Output<Q>>) & {
  readonly may?: (permission: P) => void;
};

/** How the families that a function may use are loaded. Only those named here end up in its bundle. */
export type Loaders<F extends FamilyName> = { readonly [N in F]: () => Promise<{ readonly [M in N]: Families[N] }> };

/** Is told of each call that was answered, with the id under which the service recorded it. */
export type Heard = (permission: Permission, requestId: string | undefined) => Promise<void> | void;

/**
 * The one way out of the program. `heard` sees every answered call before its result is used.
 * @throws what the service's client throws; an unknown permission is a TypeError (only reachable past the compiler).
 */
export const caller =
  <F extends FamilyName>(loaders: Loaders<F>, heard?: Heard): Call<PermissionOf<F>> =>
  async (permission, input) => {
    const colon = permission.indexOf(":");
    const name = permission.slice(0, colon) as F;
    const load = loaders[name];
    if (load === undefined) throw new TypeError(`this function cannot call ${permission}: its family is not loaded`);
    const family: Family = (await load())[name];
    const operation = family[permission.slice(colon + 1)];
    if (operation === undefined) throw new TypeError(`no operation is called ${permission}`);
    const { output, requestId } = await operation.send(input);
    await heard?.(permission, requestId);
    return output;
  };
