import type { Plugin } from "esbuild";

/** Parts of the SDK that never run in our functions, and what stands in their place. Anything that is called after all says so. */
const absent = (what: string) => `throw new Error("${what} was left out of this bundle: shared/derive/lean.ts")`;

const substitutes: readonly { readonly filter: RegExp; readonly why: string; readonly contents: string }[] = [
  {
    filter: /^bowser$/,
    why: "tells browsers apart for their user agent",
    contents: `export default { parse() { ${absent("bowser")} } }`,
  },
  {
    filter: /^@smithy\/core\/event-streams$/,
    why: "streaming operations (SubscribeToShard), none of which is called",
    contents: `export const resolveEventStreamSerdeConfig = (config) => config;
      export const eventStreamSerdeProvider = () => { ${absent("event streams")} };
      export class EventStreamSerde { constructor() { ${absent("event streams")} } }`,
  },
  {
    filter: /^@aws-sdk\/credential-provider-node$/,
    why: "the whole credential chain (files, SSO, instance metadata): Lambda gives a role's credentials by environment variables",
    contents: `export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env"`,
  },
];

/** Takes these parts out, and of a client's package.json all but its version. */
export const lean = (root: string): Plugin => ({
  name: "lean",
  setup: (build) => {
    for (const { filter, contents } of substitutes) {
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: `lean:${filter.source}` }));
      build.onLoad({ filter: /.*/, namespace: `lean:${filter.source}` }, () => ({
        contents,
        loader: "js",
        resolveDir: root,
      }));
    }
    build.onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { default: manifest } = await import(path, { with: { type: "json" } });
      return { contents: JSON.stringify({ version: manifest.version }), loader: "json" };
    });
  },
});
