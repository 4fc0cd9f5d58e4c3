// One function's process, as Lambda has it: loads the bundle, then handles the events that it is sent, and says what each took it: its
// processor's time in all, and until each of its calls to AWS was made.
const { channel } = require("node:diagnostics_channel");
const { writeSync } = require("node:fs");

const [bundle] = process.argv.slice(2);
console.info = console.error = () => {};
const { handler } = require(bundle);

let before = process.cpuUsage();
let calls = [];
const spent = () => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
channel("http.client.request.start").subscribe(({ request }) => {
  const [, service] = /\/([a-z0-9]+)\/aws4_request/.exec(String(request.getHeader("authorization"))) ?? [];
  calls.push({ service, target: String(request.getHeader("x-amz-target") ?? ""), cpuMs: spent() });
});
const say = (what) => writeSync(1, `${JSON.stringify(what)}\n`);
let line = "";
process.stdin.setEncoding("utf8").on("data", async (part) => {
  line += part;
  if (!line.endsWith("\n")) return;
  const event = JSON.parse(line);
  line = "";
  calls = [];
  before = process.cpuUsage();
  const answer = await handler(event, { functionName: "bench" });
  say({ answer, cpuMs: spent(), calls });
});
say({ ready: true });
