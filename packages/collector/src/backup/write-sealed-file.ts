import { open } from "node:fs/promises";
import { sha256 } from "../keys/digest.js";
import { sealStream } from "../keys/sealed-stream/index.js";

/** What a sealed file says of itself, in the clear and bound to its content. */
export interface FileFacts {
  readonly install: string;
  readonly number: number;
  readonly kind: string;
  /** Its name. */
  readonly file: string;
}

/** Seals what comes into a new file, and resolves when that is on disk. */
export async function writeSealedFile(
  path: string,
  source: AsyncIterable<Uint8Array>,
  { facts, recipients }: { readonly facts: FileFacts; readonly recipients: readonly Buffer[] },
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const digest = sha256();
  let bytes = 0;
  const file = await open(path, "wx", 0o600);
  try {
    const { install, number, kind, file: name } = facts;
    const sealed = sealStream(source, {
      facts: Buffer.from(JSON.stringify({ install, number, kind, file: name })),
      recipients,
    });
    for await (const piece of sealed) {
      digest.update(piece);
      bytes += piece.length;
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: digest.hex() };
}
