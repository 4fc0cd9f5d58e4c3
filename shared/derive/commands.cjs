const { commands, order } = require("./commands.ts");

/** Serverless plugin: `serverless lockkeeper VERB`, for operators. What went wrong goes to stderr, which the CLI's own errors do not. */
class Commands {
  constructor(serverless, options) {
    this.commands = commands;
    this.hooks = Object.fromEntries(
      Object.keys(commands.lockkeeper.commands).map((verb) => [
        `lockkeeper:${verb}:order`,
        async () => {
          const { out, err, status } = await order(serverless, verb, options);
          process.stdout.write(out);
          process.stderr.write(err);
          process.exitCode = status;
        },
      ]),
    );
  }
}

module.exports = Commands;
