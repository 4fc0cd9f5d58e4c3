/** What lockkeeper.yml says, checked; the bundle step puts it in. */
declare module "lockkeeper:settings" {
  export const settings: import("../shared/baseline/settings.ts").Settings;
}
