import { commandsFor } from "./commands.ts";
import { adviceOf } from "./email/next.ts";
import { times, who } from "./email/rows.ts";
import { sinceLines } from "./email/since.ts";
import { saidOf } from "./email/steps.ts";
import { summaryLines } from "./email/summary.ts";
import { ascii, plain } from "./plain.ts";
import type { Told, ToldFinding, ToldStep } from "./told.ts";

/**
 * A custom notification of Amazon Q Developer in chat applications. The topic that carries it must carry nothing else; messages
 * with the same `threadId` become one thread.
 * Source: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
const longest = { title: 250, description: 8_000, nextStep: 350, keyword: 75 } as const;
/** More lines than this make a chat unreadable. */
const few = 8;

/** In a code span nothing is a link, a mention or markup; no backtick ends it early. */
const code = (text: string, length: number): string => `\`${plain(text.replaceAll("`", "'"), length)}\``;

export interface ChatText {
  readonly thread: string;
  readonly title: string;
  readonly description: string;
  readonly nextSteps: readonly string[];
  readonly keywords: readonly string[];
  readonly resources: readonly string[];
  readonly context: Readonly<Record<string, string>>;
}

/** The JSON that Amazon Q Developer reads. */
export const customNotification = ({ thread, title, description, nextSteps, keywords, resources, context }: ChatText) =>
  JSON.stringify({
    version: "1.0",
    source: "custom",
    content: {
      textType: "client-markdown",
      title: ascii(title, longest.title),
      description: description.slice(0, longest.description).toWellFormed(),
      nextSteps: nextSteps.slice(0, few).map((step) => plain(step, longest.nextStep)),
      keywords: keywords.slice(0, few).map((keyword) => ascii(keyword, longest.keyword)),
    },
    metadata: {
      threadId: ascii(thread, 100),
      summary: ascii(title, longest.title),
      eventType: "lockkeeper",
      relatedResources: resources.slice(0, few).map((resource) => plain(resource, 300)),
      additionalContext: context,
    },
  });

const findingLines = (told: ToldFinding): readonly string[] => {
  const { title, evidence, resource, cause, confidence } = told.finding;
  return [
    `*${title}* ${code(resource.id, 200)}, ${times(told)}, ${confidence} confidence`,
    code(evidence, 400),
    ...(cause ? [`${cause.blamed ? "By" : "Seen by"} ${code(who(cause), 300)}`] : []),
  ];
};

const stepLine = ({ step, action, target, outcome, count }: ToldStep): string =>
  `• ${action?.title ?? step.action}${count > 1 ? ` (${count} times)` : ""}: ${code(saidOf(outcome), 300)} on ${code(target, 200)}`;

const shortened = (lines: readonly string[]): readonly string[] =>
  lines.length > few ? [...lines.slice(0, few), `And ${lines.length - few} more.`] : lines;

/** An incident for a chat: shorter than the e-mail, with the commands as next steps. */
export const incidentChat = (told: Told): string => {
  const { incident, deployment, severity, title, where, stand, findings, steps } = told;
  const news = [...summaryLines(told), ...sinceLines(told)].filter((line) => line !== "");
  return customNotification({
    thread: incident.id,
    title: `${severity}: ${title} (${where}), ${stand}`,
    description: [
      ...shortened(news.map((line) => code(line, 300))),
      ...shortened(findings.flatMap(findingLines)),
      ...shortened(steps.map(stepLine)),
    ].join("\n"),
    nextSteps: [
      ...adviceOf(told).map((line) => code(line, longest.nextStep - 2)),
      ...commandsFor(told).map(({ why, line }) => `${why}: ${code(line, longest.nextStep - why.length - 4)}`),
    ],
    keywords: [severity, stand, where],
    resources: findings.map(({ finding }) => finding.resource.id),
    context: { incident: ascii(incident.id, 100), account: deployment.account, region: deployment.region },
  });
};
