import { readFileSync } from "node:fs";
import { parse, YAMLParseError } from "yaml";
import { checkSettings, InvalidSettings, type Settings } from "../baseline/settings.ts";
import { detections } from "../detections/index.ts";
import { readBaseline } from "../policy/guards.ts";

/** A policy that cannot be read would guard nothing. @throws InvalidSettings */
const guardsRead = (settings: Settings, file: string): Settings => {
  const problems = settings.streams.flatMap(({ policy }, at) => {
    const guards = policy?.guards === undefined ? undefined : readBaseline(policy.guards);
    if (guards?.kind !== "unreadable") return [];
    return [`${file}: streams.${at}.policy.guards: expected a policy that can be read, found ${guards.reason}`];
  });
  if (problems.length > 0) throw new InvalidSettings(problems.join("\n"));
  return settings;
};

/** Reads and checks a settings file. @throws InvalidSettings: the file, the place in it, what was found and what was expected */
export const readSettingsFile = (file: string): Settings => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new InvalidSettings(
      `${file}: cannot be read (${(error as NodeJS.ErrnoException).code}); name another with --param="config=FILE"`,
    );
  }
  try {
    return guardsRead(
      checkSettings(
        parse(text),
        file,
        detections.map(({ id }) => id),
      ),
      file,
    );
  } catch (error) {
    if (error instanceof YAMLParseError) throw new InvalidSettings(`${file}: ${error.message}`);
    throw error;
  }
};
