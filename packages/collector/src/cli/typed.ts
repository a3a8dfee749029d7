import type { ReadStream } from "node:tty";
import { UsageError } from "./errors.js";
import type { Streams } from "./output.js";

const MOST = 16_384;

/** What comes in on standard input, from a person at a terminal or from a pipe. */
export interface Typed {
  /** Whether a person sits at a terminal. */
  readonly terminal: boolean;
  /** One line that is not shown while it is typed; from a pipe, its next line. @throws {UsageError} At its end. */
  readonly secret: (prompt: string) => Promise<string>;
  /** One line that is shown. @throws {UsageError} At its end. */
  readonly line: (prompt: string) => Promise<string>;
  /** All that is left, up to 16,384 characters. */
  readonly rest: () => Promise<string>;
}

export function createTyped(stdin: AsyncIterable<Buffer | string>, stderr: Streams["stderr"]): Typed {
  let chunks: AsyncIterator<Buffer | string> | null = null;
  let text = "";

  async function more(): Promise<boolean> {
    chunks ??= stdin[Symbol.asyncIterator]();
    const next = await chunks.next();
    if (next.done === true) return false;
    text += String(next.value);
    return text.length <= MOST;
  }

  async function line(prompt: string): Promise<string> {
    stderr.write(prompt);
    while (!text.includes("\n")) if (!(await more())) break;
    if (text === "") {
      // What is said of it begins a line of its own.
      if (prompt !== "") stderr.write("\n");
      throw new UsageError("Something is asked for here, and standard input is at its end");
    }
    const end = text.includes("\n") ? text.indexOf("\n") : text.length;
    const answer = text.slice(0, end).replace(/\r$/, "");
    text = text.slice(end + 1);
    return answer;
  }

  return {
    terminal: isTerminal(stdin),
    line,
    async secret(prompt) {
      return isTerminal(stdin) ? readHidden(stdin, stderr, prompt) : line("");
    },
    async rest() {
      while (await more());
      const all = text;
      text = "";
      return all;
    },
  };
}

function isTerminal(stdin: object): stdin is ReadStream {
  return (stdin as Partial<ReadStream>).isTTY === true;
}

/** Reads a line key by key, so that the terminal shows nothing of it. */
function readHidden(stdin: ReadStream, stderr: Streams["stderr"], prompt: string): Promise<string> {
  stderr.write(prompt);
  stdin.setRawMode(true);
  return new Promise((resolve, reject) => {
    const typed: string[] = [];
    const end = () => {
      stdin.off("data", onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
    };
    const onData = (chunk: Buffer | string) => {
      for (const key of String(chunk)) {
        if (key === "\r" || key === "\n") {
          end();
          return resolve(typed.join(""));
        }
        if (key === "\u0003" || (key === "\u0004" && typed.length === 0)) {
          end();
          return reject(new UsageError("Nothing was typed"));
        }
        if (key === "\u007f" || key === "\b") typed.pop();
        else if (key >= " ") typed.push(key);
      }
    };
    stdin.on("data", onData);
    stdin.resume();
  });
}
