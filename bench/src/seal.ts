import { randomBytes, webcrypto } from "node:crypto";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { webCrypto } from "../../packages/browser/build/seal/webcrypto.js";
import type { RedactedEvent } from "../../packages/browser/build/states.js";
import { openStream } from "../../packages/browser/build/stream.js";
import { generateKeyPair } from "../../packages/collector/dist/hpke/index.js";
import { median } from "./median.js";
import { printTable } from "./print-table.js";
import { visit } from "./seal-envelopes.js";

const ROUNDS = 15;
const PER_ROUND = 200;

/** Time to seal one event as the SDK does (JSON, padding, AEAD), against the raw AEAD over the same bytes. */
export async function benchSeal(): Promise<void> {
  const primitives = await webCrypto(webcrypto.subtle as SubtleCrypto);
  if (primitives === null) throw new Error("This Node has no X25519 in WebCrypto");
  const { publicKey } = generateKeyPair();
  const url = "https://shop.example/checkout/address";
  const redacted = (body: object, time: number) => ({ time, url, body }) as unknown as RedactedEvent;
  const hello = redacted({ type: "hello", schema: 1, sdk: "bench/1" }, 0);
  const stream = await openStream(primitives, { id: randomBytes(8), publicKey }, "shop", hello, 0, () => undefined);
  const events = visit(1).map((event, i) => redacted(event, i * 100));
  const key = randomBytes(32);

  const taken: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let sizes: number[] = [];
    let began = process.hrtime.bigint();
    for (let i = 0; i < PER_ROUND; i++) sizes = events.map((event) => stream.seal(event).ciphertext.length - 16);
    taken.push(Number(process.hrtime.bigint() - began) / 1e3 / (PER_ROUND * events.length));
    const plain = sizes.map((size) => new Uint8Array(size).fill(0x20));
    const nonce = randomBytes(12);
    began = process.hrtime.bigint();
    for (let i = 0; i < PER_ROUND; i++) for (const bytes of plain) chacha20poly1305(key, nonce).encrypt(bytes);
    bare.push(Number(process.hrtime.bigint() - began) / 1e3 / (PER_ROUND * events.length));
  }
  const ratio = median(taken.map((micros, round) => micros / (bare[round] as number)));
  printTable("Seal: one event in the SDK's own code, on this engine, medians", [
    ["", "µs an event", "raw ChaCha20-Poly1305", "sealed ÷ raw"],
    ["JSON, padding and seal", median(taken).toFixed(1), median(bare).toFixed(1), ratio.toFixed(2)],
  ]);
}
