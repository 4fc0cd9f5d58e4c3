const w3c = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;
const epochSeconds = /^\d+(\.\d+)?$/;

/**
 * Milliseconds since 1970 of a W3C form of ISO 8601 or of epoch seconds; undefined for anything else.
 * Four digits are a year: the W3C note (www.w3.org/TR/NOTE-datetime) has that form, and no request is as old as epoch 9999.
 */
export const moment = (text: string): number | undefined => {
  if (w3c.test(text)) {
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  }
  return epochSeconds.test(text) ? Number(text) * 1000 : undefined;
};
