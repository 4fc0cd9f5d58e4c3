/** What is known of every action besides how it is done, for those who only speak of them; the bundle step puts it in. */
declare module "lockkeeper:actions" {
  type Title = import("../shared/notice/told.ts").ActionTitle;
  export const identityActions: readonly Title[];
  export const resourceActions: readonly Title[];
}

/** The ids of all detections. */
declare module "lockkeeper:detections" {
  export const detectionIds: readonly string[];
}

/** What lockkeeper.yml says, checked; the bundle step puts it in. */
declare module "lockkeeper:settings" {
  export const settings: import("../shared/baseline/settings.ts").Settings;
}
