const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A date inside parameters and responses, as CloudTrail's Java formats it: "Sep 19, 2026, 10:25:11 AM", in UTC. */
export const trailDate = (date: Date): string => {
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = date.getUTCHours();
  const time = `${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hours < 12 ? "AM" : "PM"}`;
  return `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${time}`;
};

/** A point in time as records have it at their top: to the second. */
export const trailTime = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
