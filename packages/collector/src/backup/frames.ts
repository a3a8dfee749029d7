import { streamReader } from "../keys/sealed-stream/index.js";
import { BackupError } from "./errors.js";

/** No frame of ours is longer: a block's rows, escaped. */
const MOST_BYTES = 256 << 20;

/** @returns Length 4, big-endian, and the bytes. */
export function frame(bytes: Buffer): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}

/** @throws {BackupError} `damaged` if what came out of the seal are no frames. */
export async function* readFrames(plain: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const reader = streamReader(plain);
  for (;;) {
    const length = await reader.take(4);
    if (length.length === 0) return;
    const bytes = length.length === 4 ? length.readUInt32BE() : MOST_BYTES + 1;
    if (bytes > MOST_BYTES) throw new BackupError("damaged", "A sealed file holds something else than frames");
    const content = await reader.take(bytes);
    if (content.length < bytes) throw new BackupError("damaged", "A sealed file ends within a frame");
    yield content;
  }
}
