/** Takes bytes off a stream in the lengths that the reader wants. */
export interface StreamReader {
  /** @returns As many bytes; fewer at the end. Its own copy. */
  take(length: number): Promise<Buffer>;
}

export function streamReader(source: AsyncIterable<Uint8Array>): StreamReader {
  const pieces = source[Symbol.asyncIterator]();
  let left: Uint8Array = Buffer.alloc(0);
  return {
    async take(length) {
      const bytes = Buffer.alloc(length);
      let filled = 0;
      while (filled < length) {
        if (left.length === 0) {
          const next = await pieces.next();
          if (next.done === true) break;
          left = next.value;
        }
        const some = left.subarray(0, length - filled);
        bytes.set(some, filled);
        filled += some.length;
        left = left.subarray(some.length);
      }
      return bytes.subarray(0, filled);
    },
  };
}
