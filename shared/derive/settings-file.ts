import { readFileSync } from "node:fs";
import { parse, YAMLParseError } from "yaml";
import { checkSettings, InvalidSettings, type Settings } from "../baseline/settings.ts";
import { detections } from "../detections/index.ts";

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
    return checkSettings(
      parse(text),
      file,
      detections.map(({ id }) => id),
    );
  } catch (error) {
    if (error instanceof YAMLParseError) throw new InvalidSettings(`${file}: ${error.message}`);
    throw error;
  }
};
