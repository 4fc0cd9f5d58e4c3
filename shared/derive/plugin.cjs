const { bundleFrom } = require("./stack.ts");

/** Serverless plugin: bundles the functions before they are packed. */
class Bundle {
  constructor(serverless, _options, { log, progress } = {}) {
    this.hooks = {
      "before:deploy:deploy": () => {
        if (serverless.service.custom.oncall !== "nobody@example.com") return;
        throw new serverless.classes.Error('Nobody would be told: name somebody with --param="oncall=you@example.com"');
      },
      "before:package:createDeploymentArtifacts": async () => {
        progress?.get("bundle").notice("Bundling the functions");
        const bytes = await bundleFrom(serverless.service.custom.config);
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
