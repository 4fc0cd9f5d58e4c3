import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A shape of botocore's API model: https://botocore.amazonaws.com/v1/documentation/api/latest/development/designnotes.html */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly member?: Member;
  readonly key?: Member;
  readonly value?: Member;
  readonly required?: readonly string[];
  readonly payload?: string;
  readonly flattened?: boolean;
  readonly streaming?: boolean;
  readonly sensitive?: boolean;
  readonly timestampFormat?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

/** A use of a shape, with the name it has on the wire. */
export interface Member {
  readonly shape: string;
  readonly location?: "uri" | "querystring" | "header" | "headers" | "statusCode";
  readonly locationName?: string;
  readonly queryName?: string;
  readonly flattened?: boolean;
  readonly resultWrapper?: string;
}

export interface Operation {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: Member;
  readonly output?: Member;
  readonly errors?: readonly Member[];
  readonly deprecated?: boolean;
  readonly staticContextParams?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface Model {
  readonly metadata: {
    readonly protocol: string;
    readonly endpointPrefix: string;
    readonly signingName?: string;
    readonly targetPrefix?: string;
    readonly apiVersion: string;
    readonly jsonVersion?: string;
    readonly xmlNamespace?: string;
    readonly awsQueryCompatible?: unknown;
  };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Reads a service's newest model; undefined when there is none under that name. */
export type Models = (service: string) => Model | undefined;

/** Models read from a `botocore/data` folder, each parsed once. */
export const loadModels = (folder: string): Models => {
  const known = new Map<string, Model | undefined>();
  return (service) => {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(service)) return undefined;
    if (!known.has(service)) known.set(service, readModel(join(folder, service)));
    return known.get(service);
  };
};

const readModel = (folder: string): Model | undefined => {
  if (!existsSync(folder)) return undefined;
  const newest = readdirSync(folder).sort().at(-1);
  if (newest === undefined) return undefined;
  const packed = join(folder, newest, "service-2.json.gz");
  const text = existsSync(packed)
    ? gunzipSync(readFileSync(packed))
    : readFileSync(join(folder, newest, "service-2.json"));
  const model: Model = JSON.parse(text.toString("utf8"));
  return model;
};

/** The shape that a member refers to. */
export const shapeOf = (model: Model, member: Member | undefined): Shape | undefined =>
  member && model.shapes[member.shape];
