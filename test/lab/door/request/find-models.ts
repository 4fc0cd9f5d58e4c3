import { existsSync, globSync } from "node:fs";
import { dirname, join } from "node:path";

/** The `botocore/data` folder in the virtual environment of this Python. Throws when it has none. */
export const findModels = (python: string): string => {
  const environment = dirname(dirname(python));
  const [found] = globSync(join(environment, "lib/python3*/site-packages/botocore/data"));
  if (found === undefined || !existsSync(found))
    throw new Error(`${python}: expected botocore in ${environment}/lib, found none`);
  return found;
};
