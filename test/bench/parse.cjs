// Parses the lines of a file over and over for so many milliseconds; says how many a second it were.
const { readFileSync } = require("node:fs");

const [file, ms] = process.argv.slice(2);
const lines = readFileSync(file, "utf8").split("\n");
const began = performance.now();
let parsed = 0;
while (performance.now() - began < Number(ms)) {
  for (const line of lines) JSON.parse(line);
  parsed += lines.length;
}
process.stdout.write(String(parsed / ((performance.now() - began) / 1000)));
