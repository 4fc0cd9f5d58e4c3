import { checkSettings, type Settings } from "../../shared/baseline/settings.ts";
import { detections } from "../../shared/detections/index.ts";

/** What is measured is what enforces, again and again; with the key named by its ARN, as docs/settings.md says it should be. */
export const benchSettings = (key: string): Settings =>
  checkSettings(
    {
      mode: "enforce",
      streams: [{ name: "orders", encryption: { key }, producers: [] }],
      budgets: { principal: 10_000, resource: 10_000, account: 10_000 },
      reversalsPerDay: 10_000,
    },
    "the settings of the bench",
    detections.map(({ id }) => id),
  );
