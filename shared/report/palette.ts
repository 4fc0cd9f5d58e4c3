/** The colours of the page. Every one that text has keeps a contrast of at least 4.5 to 1 against what it can stand on. */
export interface Palette {
  readonly paper: string;
  readonly surface: string;
  readonly line: string;
  readonly ink: string;
  readonly muted: string;
  readonly good: string;
  readonly goodTint: string;
  readonly bad: string;
  readonly badTint: string;
  readonly open: string;
  readonly attacker: string;
  readonly lockkeeper: string;
  readonly oncall: string;
  readonly operator: string;
  /** On top of the four before. */
  readonly onMark: string;
  readonly bubble: string;
}

export const light: Palette = {
  paper: "#f7f6f3",
  surface: "#ffffff",
  line: "#e3e0d9",
  ink: "#1d2126",
  muted: "#5d646c",
  good: "#1b6b46",
  goodTint: "#e7f2ec",
  bad: "#a8271d",
  badTint: "#fbebe9",
  open: "#805200",
  attacker: "#a8271d",
  lockkeeper: "#1f5d8c",
  oncall: "#7a5200",
  operator: "#6a3f8f",
  onMark: "#ffffff",
  bubble: "#e9edf2",
};

export const dark: Palette = {
  paper: "#14171a",
  surface: "#1b1f24",
  line: "#30363d",
  ink: "#e8e6e1",
  muted: "#a1a8b0",
  good: "#74cda0",
  goodTint: "#1c2f27",
  bad: "#ff9b90",
  badTint: "#3a2220",
  open: "#e3b667",
  attacker: "#ff9b90",
  lockkeeper: "#8cc0ee",
  oncall: "#e3b667",
  operator: "#cda6ee",
  onMark: "#14171a",
  bubble: "#2a3139",
};

/** The palette as custom properties: `--paper`, `--good-tint` and so on. */
export const properties = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${colour}`)
    .join(";");
