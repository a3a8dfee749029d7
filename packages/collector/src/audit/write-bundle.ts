import type { Archive } from "../export/archive.js";
import { BUNDLE_VERIFIER } from "./bundle-verifier.js";
import type { LogPages } from "./log-pages.js";
import { writeWitnessLines } from "./witness-lines.js";

/** What a bundle is made of. */
export interface BundleSource extends LogPages {
  readonly made: number;
  /** Base64url of the raw public key, and its thumbprint. */
  readonly key: { readonly x: string; readonly kid: string };
}

/** Writes the whole log as files that are verified with plain Node, and need nothing of ours (docs/audit.md). */
export async function writeBundle(source: BundleSource, archive: Archive): Promise<{ readonly entries: number }> {
  let entries = 0;
  let last = 0;
  async function* rows() {
    for (;;) {
      const page = await source.rows(last);
      if (page.length === 0) return;
      entries += page.length;
      last = page.at(-1)!.seq;
      yield Buffer.from(
        page.map(({ seq, hash, body }) => `${JSON.stringify([seq, hash.toString("base64url"), body])}\n`).join(""),
      );
    }
  }
  async function* checkpoints() {
    for (let after = 0; ;) {
      // One that was made meanwhile signs more than was written.
      const page = (await source.checkpoints(after)).filter(({ seq }) => seq <= last);
      if (page.length === 0) return;
      after = page.at(-1)!.seq;
      yield Buffer.from(writeWitnessLines([], page));
    }
  }
  try {
    await archive.add("entries.jsonl", rows());
    await archive.add("checkpoints.jsonl", checkpoints());
    await archive.add("key.json", text(`${JSON.stringify({ kty: "OKP", crv: "Ed25519", ...source.key })}\n`));
    const witness = await source.witness();
    if (witness !== null) await archive.add("witness.jsonl", text(upTo(witness, last)));
    await archive.add("verify.mjs", text(BUNDLE_VERIFIER));
    await archive.add("README.txt", text(readme(source, last)));
    await archive.end();
  } catch (error) {
    await archive.abort();
    throw error;
  }
  return { entries };
}

async function* text(content: string) {
  yield Buffer.from(content);
}

/** Lines that the witness got while this was written are left out. */
function upTo(witness: string, last: number): string {
  const kept = witness.split("\n").filter((line) => {
    const number = /^\{"(?:seq|checkpoint)":(\d+)/.exec(line)?.[1];
    return line !== "" && (number === undefined || Number(number) <= last);
  });
  return kept.map((line) => `${line}\n`).join("");
}

function readme({ made, key }: BundleSource, last: number): string {
  return `An audit log of Wayseal, taken out on ${new Date(made).toISOString()}, up to entry ${last}.

  entries.jsonl      each line: [number, hash in base64url, entry as JSON text]
  checkpoints.jsonl  signatures (Ed25519) over the chain of hashes
  key.json           the public key they are checked with; its thumbprint is ${key.kid}
  witness.jsonl      what the witness holds, if it could be read
  verify.mjs         checks all of it:  node verify.mjs --key ${key.kid}

Take the thumbprint from somebody you trust, and the witness from where it is kept: these files alone prove only that they
fit together. The entries name people, tokens and subjects by ids and hold none of their values.
`;
}
