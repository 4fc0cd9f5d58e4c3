import { step } from "../../actions/action.ts";
import { restoreStreamPolicy } from "../../actions/kinesis/restore-stream-policy.ts";
import { formOf } from "../../policy/canonical.ts";
import { type MissingGuard, missingGuards } from "../../policy/guards.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { tighten } from "../../policy/tighten.ts";
import type { StreamBaseline, StreamState } from "../../resources/kinesis/state.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";
import { allowedIn, strangersAdmittedBy } from "./admitted.ts";

const versionOf = (text: string) => {
  const policy = readPolicy(text);
  return policy.kind === "unreadable" ? "2012-10-17" : policy.version;
};

/** The stream's policy once every stranger is out of it; undefined: then nothing is left, or there was none. */
const withoutStrangers = (state: StreamState, baseline: StreamBaseline) => {
  const text = state.policies[state.arn];
  if (text === undefined) return { text, admits: false };
  const gone = strangersAdmittedBy(text, state, baseline).map(({ id }) => id);
  const tightened = tighten(text, allowedIn(state, baseline), ({ id }) => gone.includes(id));
  if (tightened.kind === "delete") return { text: undefined, admits: true };
  return tightened.kind === "text" ? { text: tightened.text, admits: true } : { text, admits: false };
};

/** A statement that only lets in a stranger besides is not missing: taking the stranger out is another detection's matter. */
const missingIn = (state: StreamState, baseline: StreamBaseline): readonly MissingGuard[] => {
  const { guards } = baseline.policy;
  if (guards === undefined) return [];
  const found = missingGuards(withoutStrangers(state, baseline).text, guards);
  return found.kind === "unreadable" ? [] : found.missing;
};

/** By its Sid; one without is known by what it says. */
const nameOf = ({ statement }: MissingGuard): string =>
  statement.sid === undefined ? formOf(statement, "2012-10-17") : `Statement ${JSON.stringify(statement.sid)}`;

export const streamPolicyGuardRemoved = drift({
  id: "stream-policy-guard-removed",
  title: "A statement that the stream's policy should have is gone",
  why: "A statement that denied no longer does; one that allowed has shut out a partner, who cannot read or write any more.",
  severity: "Medium",
  attack: ["T1562", "T1531"],
  controls: [],
  blindSpots:
    "Only the stream's own policy is compared, and only with the statements of `policy.guards`; those of consumers are not.",
  of: kinesisStream,
  needs: ["policies"],
  several: true,
  causes: {
    DeleteResourcePolicy: ({ resourceARN }, { arn, policies }) => resourceARN === arn && policies[arn] === undefined,
    PutResourcePolicy: ({ resourceARN, policy }, { arn, policies }) => resourceARN === arn && policies[arn] === policy,
  },
  judge: (state, baseline) =>
    missingIn(state, baseline).map((guard) => ({ evidence: guard.evidence, found: nameOf(guard) })),
  playbook: (state, baseline, found) => {
    const { guards = "" } = baseline.policy;
    const missing = missingIn(state, baseline).filter((guard) => found.includes(nameOf(guard)));
    const texts = missing.map(({ text }) => text);
    const restore = step(restoreStreamPolicy, {
      stream: state.arn,
      guards: `{"Version":"${versionOf(guards)}","Statement":[${texts.join(",")}]}`,
    });
    return [withoutStrangers(state, baseline).admits ? { ...restore, waitSeconds: 5 } : restore];
  },
});
