import { open, readFile } from "node:fs/promises";
import type { Witness } from "./tell-witness.js";

const PATIENCE_MS = 10_000;

/**
 * A file elsewhere, to which lines are only ever added, or an HTTP address that takes them by POST as
 * `application/x-ndjson` and answers 2xx once they are durable.
 *
 * @param token For `Authorization: Bearer`, where the address asks for it.
 */
export function openWitness(place: string, token: string | null = null): Witness {
  return /^https?:\/\//i.test(place) ? httpWitness(place, token) : fileWitness(place);
}

function fileWitness(place: string): Witness {
  return {
    place,
    async take(lines) {
      const file = await open(place, "a", 0o600);
      try {
        // A line that was cut off by a fault before must not run into the first of these.
        const { size } = await file.stat();
        await file.appendFile(size > 0 && !(await endsLine(place, size)) ? `\n${lines}` : lines);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    read: () =>
      readFile(place, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      }),
  };
}

async function endsLine(place: string, size: number): Promise<boolean> {
  const file = await open(place, "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] === 0x0a;
  } finally {
    await file.close();
  }
}

function httpWitness(place: string, token: string | null): Witness {
  return {
    place,
    async take(lines) {
      const response = await fetch(place, {
        method: "POST",
        body: lines,
        // The token goes where the settings say, and nowhere else.
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          "Content-Type": "application/x-ndjson",
          ...(token !== null && { Authorization: `Bearer ${token}` }),
        },
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`The witness answered ${response.status}`);
    },
    read: () => Promise.resolve(null),
  };
}
