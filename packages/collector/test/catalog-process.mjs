// A process of its own that opens a catalog, as the last build has it, for tests that kill it or compete with it.
//   node catalog-process.mjs PATH KEY-HEX open          opens, says `opened` or the fault, ends
//   node catalog-process.mjs PATH KEY-HEX hold          opens, says `opened`, and waits to be killed
//   node catalog-process.mjs PATH KEY-HEX load SEED     commits without pause; says `STREAM-HEX SEQ` of each stored event
//   node catalog-process.mjs PATH KEY-HEX hasty SEED    the same, but says it before the commit: a negative control
import { createHash } from "node:crypto";
import { openSqliteCatalog } from "../dist/catalog/index.js";

const [path, key, verb, seed = ""] = process.argv.slice(2);
if (path === undefined || key === undefined) throw new Error("usage: PATH KEY-HEX open|hold|load|hasty [SEED]");

const bytes = (/** @type {string} */ label, /** @type {number} */ length) =>
  createHash("shake256", { outputLength: length }).update(label).digest();
// Synchronous on a pipe: what was said before a kill has been said.
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** @param {string} label @param {number} first */
function request(label, first) {
  const [stream, subject] = [bytes(`stream ${label}`, 16), bytes(`subject ${label}`, 16)];
  const received = 1_795_428_000_000;
  const events = Array.from({ length: 5 }, (_, index) => ({
    state: /** @type {const} */ ("encrypted"),
    deks: [],
    indexes: [],
    row: {
      ...{ site: "shop", stream, seq: first + index, subject, session: bytes("session", 16), type: "track" },
      ...{ received, occurred: received, skew: 0, notes: [], policy: 1, internal: bytes(label, 700) },
      ...{ confidential: null, restricted: null },
      columns: { page: "https://shop.example/", consent: /** @type {const} */ ("granted"), generated: false },
    },
  }));
  const subjects = [{ site: "shop", visitor: bytes(`visitor ${label}`, 32), subject }];
  const streams = [{ stream, site: "shop", kid: "kid", previous: [], generated: false }];
  return { events, subjects, deks: [], streams, rejected: {}, site: "shop", received };
}

/** @param {import("../dist/ports/catalog.js").Catalog} catalog @param {string} lane */
async function load(catalog, lane) {
  for (let turn = 0; ; turn++) {
    for (const first of [0, 5, 3]) {
      const asked = request(`${seed} ${lane} ${turn}`, first);
      const name = (/** @type {number} */ index) => {
        const { stream, seq } = /** @type {(typeof asked.events)[number]} */ (asked.events[index]).row;
        return `${stream.toString("hex")} ${seq}`;
      };
      if (verb === "hasty") say(asked.events.map((_, index) => name(index)).join("\n"));
      const outcomes = await catalog.commit(asked);
      if (verb === "load")
        for (const [index, outcome] of outcomes.entries()) if (outcome === "stored") say(name(index));
    }
  }
}

try {
  const catalog = await openSqliteCatalog({ path, key: Buffer.from(key, "hex") });
  say("opened");
  if (verb === "open") await catalog.close();
  else if (verb === "hold") setInterval(() => {}, 1000);
  else await Promise.all(Array.from({ length: 8 }, (_, lane) => load(catalog, String(lane))));
} catch (error) {
  say(/** @type {{ fault?: string }} */ (error).fault ?? String(error));
  process.exitCode = 1;
}
