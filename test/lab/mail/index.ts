import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Delivery } from "../moto/index.ts";
import { render } from "./render.ts";

/** A message that a person on call received. */
export interface LabMessage extends Delivery {
  readonly receivedAt: Date;
  /** All of it, with header and footer. */
  readonly text: string;
  /** Where it was written, if messages are written. */
  readonly file?: string;
}

export interface Mailbox {
  /** Everything received so far, oldest first. */
  readonly messages: () => readonly LabMessage[];
  /** The first message that fits, received before or later. Rejects after `ms`, with what was received instead. */
  readonly waitFor: (fits: (message: LabMessage) => boolean, ms: number) => Promise<LabMessage>;
  /** Calls back with each further message. */
  readonly onMessage: (listen: (message: LabMessage) => void) => void;
  /** Takes in what SNS sends. */
  readonly receive: (delivery: Delivery) => void;
}

/**
 * Keeps what people receive. Subscriptions by e-mail count as confirmed.
 * @param folder where each message is also written, as `0001-email.txt` and so on; what lies there is removed first
 */
export const openMailbox = (folder?: string): Mailbox => {
  const messages: LabMessage[] = [];
  const listeners = new Set<(message: LabMessage) => void>();
  if (folder) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  const receive = (delivery: Delivery): void => {
    const receivedAt = new Date();
    const text = render(delivery, receivedAt);
    const file = folder && join(folder, `${String(messages.length + 1).padStart(4, "0")}-${delivery.protocol}.txt`);
    if (file) writeFileSync(file, text);
    const message = { ...delivery, receivedAt, text, ...(file && { file }) };
    messages.push(message);
    for (const listen of listeners) listen(message);
  };

  const waitFor: Mailbox["waitFor"] = (fits, ms) => {
    const found = messages.find(fits);
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const listen = (message: LabMessage): void => {
        if (!fits(message)) return;
        clearTimeout(timer);
        listeners.delete(listen);
        resolve(message);
      };
      const timer = setTimeout(() => {
        listeners.delete(listen);
        const received = messages.map(({ subject, body }) => `- ${subject ?? body.slice(0, 80)}`).join("\n");
        reject(new Error(`No such message within ${ms} ms; received were:\n${received || "none"}`));
      }, ms);
      listeners.add(listen);
    });
  };

  return { messages: () => [...messages], waitFor, onMessage: (listen) => void listeners.add(listen), receive };
};
