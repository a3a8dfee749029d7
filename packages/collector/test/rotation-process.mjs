// A process of its own that turns a site's recipient keys over without pause, as the last build has it, to be killed.
//   node rotation-process.mjs PATH KEY-HEX ROOT-HEX       says `VERSION KID…` of each set that it served
// With `torn` after these it writes the keys of one turn in a commit each, as it must not: for the negative control.
import { openSqliteCatalog } from "../dist/catalog/index.js";
import { rootKeyring } from "../dist/keyring/root-keyring.js";
import { createKeySets } from "../dist/keys/index.js";
import { createTurnover } from "../dist/recipients/index.js";
import { markCompromised } from "../dist/admin/compromised-key.js";
import { rotateRecipient } from "../dist/admin/recipient-keys.js";

const [path, key, root, torn] = process.argv.slice(2);
if (path === undefined || key === undefined || root === undefined) throw new Error("usage: PATH KEY-HEX ROOT-HEX");

const DAY = 86_400_000;
const keyring = rootKeyring(Buffer.from(root, "hex"), { name: "memory" });
const whole = await openSqliteCatalog({ path, key: Buffer.from(key, "hex") });
/** @type {typeof whole} */
const catalog = torn === "torn" ? { ...whole, turnKeys: inPieces } : whole;
let at = Math.max(...(await catalog.recipientKeys()).map(({ since }) => since));
const now = () => at;
const parts = { catalog, keyring, now, scripts: { current: async () => null }, address: () => "" };
const sets = createKeySets({ sites: catalog, keyring, now });
const turnover = createTurnover({ catalog, now });
// Synchronous on a pipe: what was said before a kill has been said.
const say = async () => {
  const { jws } = /** @type {{ jws: string }} */ (await sets.get("shop"));
  const { version, keys } = JSON.parse(Buffer.from(/** @type {string} */ (jws.split(".")[1]), "base64url").toString());
  process.stdout.write(`${version} ${keys.map((/** @type {{ kid: string }} */ { kid }) => kid).join(" ")}\n`);
};

for (let turn = 0; ; turn++) {
  await rotateRecipient.run(parts, { now: turn % 2 === 0, graceDays: 7, quietDays: 1 }).catch(() => undefined);
  await say();
  for (let day = 0; day < 4; day++) {
    at += 3 * DAY;
    await turnover.run();
    await say();
  }
  if (turn % 3 === 2) {
    const [first] = (await catalog.publishedKeys("shop"))?.keys ?? [];
    if (first !== undefined) await markCompromised.run(parts, { kid: first.kid });
    await say();
  }
}

/**
 * One key after the other, those that step back first: the catalog refuses a second current one.
 *
 * @type {typeof whole.turnKeys}
 */
async function inPieces(site, decide) {
  /** @type {ReturnType<typeof decide>["change"]} */
  let left = [];
  const turn = await whole.turnKeys(site, (keys) => {
    const decided = decide(keys);
    const [first, ...others] = [...decided.change].sort((a, b) => rank(a.state) - rank(b.state));
    left = others;
    return { ...decided, change: first === undefined ? [] : [first] };
  });
  for (const key of left) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    await whole.turnKeys(site, () => ({ change: [key] }));
  }
  return turn;
}

/** @param {string} state */
function rank(state) {
  return ["destroyed", "retired", "accepted", "next", "current"].indexOf(state);
}
