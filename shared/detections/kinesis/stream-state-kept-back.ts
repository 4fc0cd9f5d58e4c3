import { readPolicy } from "../../policy/read-policy.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

const spoken: Readonly<Record<string, string>> = {
  key: "the key that the stream is encrypted with",
  consumers: "the stream's consumers",
  policies: "the policies of the stream and its consumers",
  channels: "the stream's channels",
  tags: "the stream's tags",
};

export const streamStateKeptBack = drift({
  id: "stream-state-kept-back",
  title: "Something about the stream cannot be judged",
  why: "Whoever denies Lockkeeper a read, or writes a policy that it cannot read, keeps it from judging what they do next.",
  severity: "Medium",
  attack: ["T1562"],
  controls: [],
  blindSpots:
    "That the stream itself cannot be described any more is not found here: then the event is set aside in the end, and that is told.",
  of: kinesisStream,
  several: true,
  causes: {
    PutResourcePolicy: ({ resourceARN, policy }, { policies }, found) =>
      found === `policy of ${String(resourceARN)}` && policies[String(resourceARN)] === policy,
  },
  judge: ({ unread, policies }) => [
    ...Object.entries(unread).flatMap(([part, why]) =>
      why.denied
        ? [{ evidence: `Lockkeeper may not read ${spoken[part] ?? part} any more: ${why.error}.`, found: part }]
        : [],
    ),
    ...Object.entries(policies).flatMap(([of, text]) => {
      const policy = readPolicy(text);
      if (policy.kind !== "unreadable") return [];
      return [{ evidence: `The policy of ${of} cannot be read: ${policy.reason}.`, found: `policy of ${of}` }];
    }),
  ],
  playbook: () => [],
});
