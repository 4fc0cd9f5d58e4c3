import { stackProblems } from "./checks/index.ts";
import { type ClientOptions, createClients } from "./clients.ts";
import { completeStack, type DeployedStack } from "./deployed.ts";
import { type DeployedFunction, type EventSource, eventSourcesOf, functionsOf } from "./functions.ts";
import { type DeployOptions, serverlessDeploy } from "./serverless.ts";

export interface Deployment extends DeployedStack {
  readonly functions: readonly DeployedFunction[];
  readonly eventSources: readonly EventSource[];
}

export interface DeployStackOptions extends DeployOptions {
  /** moto behind the front door, with credentials of its account: what CloudFormation does for us leaves no trail of ours. */
  readonly behind: ClientOptions;
}

/**
 * Deploys with the Serverless CLI, makes what moto's CloudFormation skips, and checks what moto lets pass.
 * Throws with the CLI's output, with the type that nobody makes, or with all that AWS would refuse.
 */
export const deployStack = async (options: DeployStackOptions): Promise<Deployment> => {
  await serverlessDeploy(options);
  const clients = createClients(options.behind);
  const stack = await completeStack(options.stage, options.region, clients);
  const deployment = { ...stack, functions: functionsOf(stack), eventSources: eventSourcesOf(stack) };
  const problems = await stackProblems(stack, clients);
  if (problems.length > 0)
    throw new Error(`AWS would refuse parts of the stack ${stack.name}:\n- ${problems.join("\n- ")}`);
  return deployment;
};
