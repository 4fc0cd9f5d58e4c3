// The door through which the Serverless CLI, which loads CommonJS, reaches what is derived. Node 24 loads TypeScript by itself.
const { replayPart } = require("./replay-part.ts");
const stack = require("./stack.ts");

/** `${file(./shared/derive/serverless.cjs):resources}` */
exports.resources = async ({ resolveVariable }) => ({
  Resources: await stack.resourcesFrom(await resolveVariable("param:config")),
});

/** `${file(./shared/derive/serverless.cjs):identityPart}` */
exports.identityPart = async ({ resolveVariable }) => ({
  Resources: stack.identityPartFrom(await resolveVariable("param:config"), await resolveVariable("param:home")),
});

/** `${file(./shared/derive/serverless.cjs):chatTopic}` */
exports.chatTopic = async ({ resolveVariable }) => stack.chatTopicFrom(await resolveVariable("param:config"));

/** `${file(./shared/derive/serverless.cjs):replayPart}` */
exports.replayPart = async ({ resolveVariable }) => ({
  Resources: await replayPart({
    archive: await resolveVariable("param:archive"),
    archiveKey: await resolveVariable("param:archiveKey"),
    concurrency: await resolveVariable("param:concurrency"),
  }),
});
