/** Where a command's answer goes: for people as lines, for programs as JSON. */
export interface Output {
  readonly json: boolean;
  /** One answer: `lines` for people, `value` as one line of JSON. */
  answer(value: unknown, lines: readonly string[]): void;
  /** A step of long work has begun; for people only, and not where output is piped. */
  progress(message: string): void;
}

export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

export function createOutput({ stdout, stderr }: Streams, json: boolean): Output {
  return {
    json,
    answer(value, lines) {
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
      else if (lines.length > 0) stdout.write(`${lines.map(printable).join("\n")}\n`);
    },
    progress(message) {
      if (!json && stderr.isTTY === true) stderr.write(`${message}…\n`);
    },
  };
}

/** Columns that line up. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

export function day(time: number | null): string {
  return time === null ? "never" : new Date(time).toISOString().slice(0, 10);
}

export function minute(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ") + " UTC";
}

/** @returns A number with its noun, such as `1 site` or `1,200 sites`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Names are text of others' choice: no control character of theirs reaches a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "�");
}
