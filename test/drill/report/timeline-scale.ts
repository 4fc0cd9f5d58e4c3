import type { AttackResult } from "../result.ts";
import { duration } from "./words.ts";

export type Who = AttackResult["timeline"][number]["who"];

/** One event with its number in the list. */
export interface Mark {
  readonly number: number;
  readonly ms: number;
  readonly who: Who;
}

/** How long something lasted, from the attacker's call. */
export interface Span {
  readonly who: Who;
  readonly label: string;
  /** Undefined: it did not end. */
  readonly end: number | undefined;
}

const span = (who: Who, is: boolean | null, ms: number | null, done: string, not: string): readonly Span[] => {
  if (is === false) return [{ who, label: not, end: undefined }];
  return is && ms !== null ? [{ who, label: `${done} after ${duration(ms)}`, end: ms }] : [];
};

/** Until when the attacker could act, the resource was not as it should be, and nobody knew. */
export const spans = ({ contained, restored, ms, timeline }: AttackResult): readonly Span[] => {
  const told = timeline.find(({ who }) => who === "on-call")?.ms;
  return [
    ...span("attacker", contained, ms.contained, "refused", "not refused"),
    ...span("lockkeeper", restored, ms.restored, "restored", "not restored"),
    ...(told === undefined ? [] : [{ who: "on-call", label: `told after ${duration(told)}`, end: told } as const]),
  ];
};

/** The events that are drawn: all until an operator takes over, which can be much later and would squeeze the rest. */
export const drawn = ({ timeline }: AttackResult, all: readonly Span[]): readonly Mark[] => {
  const answered = Math.max(0, ...all.map(({ end }) => end ?? 0));
  const marks = timeline.map(({ ms, who }, index) => ({ number: index + 1, ms, who }));
  const over = marks.findIndex(({ who, ms }) => who === "operator" && ms > answered);
  return over === -1 ? marks : marks.slice(0, over);
};

/** Round times on an axis, at most `most` of them: 1, 2 or 5 times a power of ten apart. */
export const ticks = (from: number, to: number, most: number): readonly number[] => {
  const rough = Math.max((to - from) / most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const apart = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / apart);
  return Array.from({ length: Math.max(0, Math.floor(to / apart) - first + 1) }, (_, index) => (first + index) * apart);
};

const apart = (places: readonly number[], gap: number, from: number): readonly number[] => {
  const done: number[] = [];
  for (const x of places) done.push(Math.max(x, (done.at(-1) ?? from - gap) + gap));
  return done;
};

/** Moves places that are too near to each other apart, to the right where there is room, keeping their order. */
export const spread = (places: readonly number[], gap: number, from: number, to: number): readonly number[] => {
  const mirrored = apart(places, gap, from).map((x) => to - x);
  return apart(mirrored.toReversed(), gap, 0)
    .map((x) => to - x)
    .toReversed();
};
