import { MOST_UNSIGNED } from "./most-unsigned.js";

/**
 * `verify.mjs` of a bundle: plain Node, nothing of ours. It is written for whoever does not trust us, so it says again, in
 * its own words, what keys/audit-chain.ts and verify-log.ts say.
 */
export const BUNDLE_VERIFIER = String.raw`// Verifies an audit log of Wayseal. Needs Node 20 or newer and nothing else:
//   node verify.mjs [--key THUMBPRINT] [--witness FILE]
// It reads entries.jsonl, checkpoints.jsonl and key.json beside itself. Compare the thumbprint that it prints with one that
// you have from elsewhere, and give it a witness: without either, whoever made these files could have made them all up.
import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

const here = (name) => new URL(name, import.meta.url);
const lines = (path) => readFileSync(path, "utf8").split("\n").filter((line) => line.trim() !== "");
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const u64 = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigUInt64BE(BigInt(value)); return bytes; };
const end = (seq, why) => { console.log("BROKEN at entry " + seq + ": " + why); process.exit(1); };

const jwk = JSON.parse(readFileSync(here("key.json"), "utf8"));
const thumbprint = createHash("sha256").update('{"crv":"Ed25519","kty":"OKP","x":"' + jwk.x + '"}').digest("base64url");
const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: jwk.x }, format: "jwk" });
const wanted = option("--key");
if (wanted !== undefined && wanted !== thumbprint) end(1, "key.json holds " + thumbprint + ", and not the key you named");

const checkpoints = lines(here("checkpoints.jsonl")).map((line) => JSON.parse(line));
const bySeq = new Map(checkpoints.map((one) => [one.checkpoint, one]));
const signed = (one) =>
  verify(null,
    Buffer.concat([Buffer.from("wayseal/1 audit checkpoint\0", "latin1"), u64(one.checkpoint), u64(one.at), Buffer.from(one.hash, "base64url")]),
    key, Buffer.from(one.signature, "base64url"));

const witnessFile = option("--witness") ?? (existsSync(here("witness.jsonl")) ? here("witness.jsonl") : undefined);
const told = new Map();
const toldCheckpoints = new Map();
const restores = new Map();
let toldLast = 0;
if (witnessFile !== undefined) {
  for (const line of lines(witnessFile)) {
    let said;
    try { said = JSON.parse(line); } catch { continue; }
    if (said.restored === true && told.get(said.seq) !== said.hash) {
      if (toldLast >= said.seq) restores.set(said.seq, toldLast);
      for (const map of [told, toldCheckpoints]) for (const n of map.keys()) if (n >= said.seq) map.delete(n);
      toldLast = 0;
      for (const n of told.keys()) toldLast = Math.max(toldLast, n);
    }
    if (said.checkpoint !== undefined) { toldCheckpoints.set(said.checkpoint, said); continue; }
    if (told.has(said.seq) && told.get(said.seq) !== said.hash) end(said.seq, "the witness was told of several entries of this number: the log was forked");
    told.set(said.seq, said.hash);
    toldLast = Math.max(toldLast, said.seq);
  }
}

let seq = 0, hash = Buffer.alloc(32), count = 0, lastSigned = 0, base = null, witnessed = 0;
for (const line of lines(here("entries.jsonl"))) {
  const [n, given, body] = JSON.parse(line);
  if (count === 0 && n > 1) {
    const start = bySeq.get(n - 1);
    if (start === undefined || !signed(start)) end(1, "the entries before " + n + " are missing");
    seq = base = lastSigned = start.checkpoint;
    hash = Buffer.from(start.hash, "base64url");
  }
  if (n !== seq + 1) end(Math.min(n, seq + 1), "entry " + (seq + 1) + " is missing: " + n + " follows " + seq);
  hash = createHash("sha256").update(Buffer.concat([Buffer.from("wayseal/1 audit\0", "latin1"), hash, u64(n), Buffer.from(body)])).digest();
  if (hash.toString("base64url") !== given) end(n, "it was edited, or does not follow the entry before");
  seq = n;
  count++;
  const one = bySeq.get(n);
  if (one !== undefined) {
    if (one.kid !== thumbprint || one.hash !== given || !signed(one)) end(n, "the signature of the checkpoint here is not good");
    lastSigned = n;
  }
  const other = toldCheckpoints.get(n);
  if (other !== undefined && (one === undefined || other.kid !== thumbprint || other.hash !== given)) end(n, "the witness has another checkpoint here");
  if (n <= toldLast) {
    if (told.get(n) !== given) end(n, "the witness was told of another entry, or of none");
    witnessed++;
  }
  const { action, detail } = JSON.parse(body);
  if (action === "restore") {
    if (detail?.entry !== n - 1) end(n, "it says that the log was restored up to another entry");
    const last = restores.get(n) ?? detail.witness;
    console.log("RESTORED from a backup at entry " + n + ": " + (last === undefined ? "what came after it before is not known" : Math.max(0, last - n + 1) + " entries of before are lost"));
  } else if (restores.has(n)) end(n, "the witness was told of a restore here: the entry is none");
  if (base !== null && action === "audit.prune" && detail?.through === base) base = null;
  if (n - lastSigned > ${2 * MOST_UNSIGNED}) end(lastSigned + 1, "signatures are missing from here on");
}
const beyond = checkpoints.find((one) => one.checkpoint > seq);
if (beyond !== undefined) end(seq + 1, "a checkpoint signs entries up to " + beyond.checkpoint + ", which are missing");
if (toldLast > seq) end(seq + 1, "the witness was told of entries up to " + toldLast + ", which are missing");
if (base !== null) end(1, "the entries up to " + base + " are missing, and no entry says that they were pruned");
console.log("OK: " + count + " entries up to " + seq + ", signed up to " + lastSigned + " by key " + thumbprint);
console.log(witnessFile === undefined ? "No witness was given: entries that were cut off at the end cannot be told" : "The witness bears out " + witnessed + " of them");
`;
