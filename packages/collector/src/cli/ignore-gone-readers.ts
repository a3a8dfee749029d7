const GONE = new Set(["EPIPE", "ERR_STREAM_DESTROYED"]);

/**
 * Whoever reads what is printed may go first, as `head` does once it has enough. What the command does is then finished all
 * the same: half a key rotation would be worse than lines that nobody reads.
 */
export function ignoreGoneReaders(...streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!GONE.has(error.code ?? "")) throw error;
    });
  }
}
