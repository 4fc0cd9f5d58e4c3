// Asks an engine, which is not ours and whose name is given, whether an IAM user's own policies allow an action on a resource.
// One question a line: {"policies": […], "action": "…", "resource": "…", "context": {…}}. One answer a line, in the same order.
// It is a process of its own because the engine's license is not ours: nothing of ours is linked with it, and it with nothing of ours.
import { createInterface } from "node:readline";

const [, , engine] = process.argv;
const { runSimulation } = await import(engine);

const account = "123456789012";

/** What the policies of the user say, and what comes of it without any other policy: a key or another account has a say of its own. */
const verdict = async ({ policies, action, resource, context }) => {
  const { errors, result, overallResult } = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:user/${context["aws:username"] ?? "somebody"}`,
        action,
        resource: { resource, accountId: resource.split(":")[4] ?? account },
        contextVariables: context,
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy-${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (errors) return { error: errors };
  return { allowed: result.analysis.identityAnalysis.result === "Allowed", overall: overallResult === "Allowed" };
};

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await verdict(JSON.parse(line)))}\n`);
