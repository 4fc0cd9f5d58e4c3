import type { Lab } from "../lab/index.ts";
import type { Credentials } from "../lab/stack/clients.ts";
import { type Ran, serverless } from "../lab/stack/serverless.ts";

/** What `--json` answers. */
export interface Answered extends Ran {
  readonly answer: {
    readonly ok: boolean;
    readonly text?: string;
    readonly problem?: string;
    // biome-ignore lint/suspicious/noExplicitAny: what a machine would read, looked into as it is.
    readonly data?: any;
  };
}

/** `npx serverless lockkeeper …` in a lab, as whoever has the credentials; the operator if nobody is named. */
export const commandLine = (lab: Lab) => {
  const run = (args: readonly string[], credentials: Credentials = lab.operator): Promise<Ran> =>
    serverless(["lockkeeper", ...args, "--stage", "lab"], {
      endpoint: lab.endpoint,
      region: lab.region,
      credentials,
    });
  const order = async (args: readonly string[], credentials?: Credentials): Promise<Answered> => {
    const ran = await run([...args, "--json"], credentials);
    try {
      return { ...ran, answer: JSON.parse(ran.stdout) as Answered["answer"] };
    } catch {
      throw new Error(`no JSON was answered: ${JSON.stringify(ran)}`);
    }
  };
  return { run, order };
};
