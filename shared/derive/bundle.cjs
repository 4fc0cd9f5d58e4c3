const { bundleFrom } = require("./bundle.ts");

/** `detect`, of the handler `dist/detect/index.handler`. */
const nameIn = ({ handler }) => handler.split("/")[1];

/** Serverless plugin: bundles the functions of a service before they are packed. */
class Bundle {
  constructor(serverless, _options, { log, progress } = {}) {
    this.hooks = {
      "before:package:createDeploymentArtifacts": async () => {
        progress?.get("bundle").notice("Bundling the functions");
        const { custom, functions } = serverless.service;
        const bytes = await bundleFrom(custom.config, Object.values(functions).map(nameIn));
        progress?.get("bundle").remove();
        log?.info(
          `bundled: ${Object.entries(bytes)
            .map(([name, size]) => `${name} ${Math.round(size / 1000)} kB`)
            .join(", ")}`,
        );
      },
    };
  }
}

module.exports = Bundle;
