const { iamRegionOf } = require("../aws/iam/region.ts");

/** A stack in another Region hears of nothing that happens to identities unless their part is deployed, too. */
const missingIdentityPart = async (serverless) => {
  const provider = serverless.getProvider("aws");
  const region = provider.getRegion();
  const iamRegion = iamRegionOf(region);
  if (region === iamRegion) return undefined;
  const stage = provider.getStage();
  const StackName = `lockkeeper-identity-${stage}`;
  const isThere = await provider.request("CloudFormation", "describeStacks", { StackName }, { region: iamRegion }).then(
    () => true,
    () => false,
  );
  return isThere
    ? undefined
    : `IAM is recorded in ${iamRegion} only, and nothing there forwards to ${region}: attacks on identities will not be heard of. Deploy the part for identities: npx serverless deploy --config serverless.identity.yml --region ${iamRegion} --stage ${stage} --param="home=${region}" --param="oncall=you@example.com"`;
};

/** Serverless plugin: what has to be so before anything is deployed. */
class BeforeDeploy {
  constructor(serverless, _options, { log } = {}) {
    this.hooks = {
      "before:deploy:deploy": async () => {
        if (serverless.service.custom.oncall === "nobody@example.com")
          throw new serverless.classes.Error(
            'Nobody would be told: name somebody with --param="oncall=you@example.com"',
          );
        const warning = await missingIdentityPart(serverless);
        if (warning) log?.warning(warning);
      },
    };
  }
}

module.exports = BeforeDeploy;
