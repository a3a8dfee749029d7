import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { makeSigner, readSigner, readUnsignedSet, signKeySet } from "../../../keys/index.js";
import { askData } from "../../ask-data.js";
import { type Context, settingsOf, withData } from "../../context.js";
import { minute } from "../../output.js";
import { recipientRows } from "./recipient-rows.js";

const DAY = 24 * 3600 * 1000;

/** The way of a key set that is signed off the collector: signer, set, sign, publish. */
export function addKeysSigning(keys: Command, context: Context): void {
  addSigner(keys, context);
  addSet(keys, context);
  addSign(keys, context);
  addPublish(keys, context);
}

function addSigner(keys: Command, { output, cwd }: Context): void {
  keys
    .command("signer <file>")
    .description("make a signing key that the collector never holds; on the machine where it is kept")
    .option("--json", "print JSON, for programs")
    .addHelpText(
      "after",
      `
The file (PEM, mode 0600) is not encrypted: keep it on a medium of its own, or encrypt it by openssl pkcs8 -topk8.

Example:
  wayseal keys signer shop-signing.pem`,
    )
    .action(async (file: string) => {
      const { pem, publicKey } = makeSigner();
      const path = resolve(cwd, file);
      await writeFile(path, pem, { mode: 0o600, flag: "wx" });
      const key = publicKey.toString("base64url");
      output.answer({ path, key }, [`Signing key ${key}: ${path}`]);
    });
}

function addSet(keys: Command, context: Context): void {
  withData(keys.command("set"))
    .description("print a site's key set, to be signed elsewhere")
    .option("--site <id>", "the site; not needed where there is one only")
    .option("--next-first", "the set in which the next key takes the current one's place")
    .addHelpText(
      "after",
      `
Example:
  wayseal keys set --site shop > shop.json`,
    )
    .action(async ({ nextFirst, ...options }: { site?: string; nextFirst?: true }) => {
      const args = {
        ...(options.site !== undefined && { site: options.site }),
        ...(nextFirst !== undefined && { nextFirst }),
      };
      const set = await askData(settingsOf(context, options), "recipients.unsigned", args);
      context.output.answer(set, [JSON.stringify(set)]);
    });
}

function addSign(keys: Command, { output, cwd, typed }: Context): void {
  keys
    .command("sign <file>")
    .description("sign a key set with a signing key that is kept off the collector; needs no data directory")
    .requiredOption("--key <file>", "the signing key, PEM")
    .option("--days <number>", "how long browsers may use the set", days, 30)
    .option("--json", "print JSON, for programs")
    .addHelpText(
      "after",
      `
Look at the file first: it names the site, the version and the keys that browsers will seal to. Each key's id is checked.

Example:
  wayseal keys sign shop.json --key shop-signing.pem > shop.jws`,
    )
    .action(async (file: string, { key, days }: { key: string; days: number }) => {
      const set = readUnsignedSet(await readFile(resolve(cwd, file), "utf8"));
      const pem = await readFile(resolve(cwd, key), "utf8");
      const signer = await readSigner(pem, () => typed.secret("Passphrase of the signing key: "));
      const issued = Date.now();
      const expires = issued + days * DAY;
      const jws = signKeySet({ ...set, issued, expires }, signer.key);
      output.answer({ jws, expires, signer: signer.publicKey.toString("base64url") }, [jws]);
    });
}

function addPublish(keys: Command, context: Context): void {
  const { output, cwd } = context;
  withData(keys.command("publish <file>"))
    .description("serve a key set that was signed elsewhere")
    .option("--site <id>", "the site; not needed where there is one only")
    .option("--signer <key>", "hand signing over to this key: the collector's own signing key is destroyed")
    .addHelpText(
      "after",
      `
One that is for another site, not signed by the site's signing key, not newer than what is served, or that names a key
which the collector does not hold is refused. After --signer pages that name the old signing key take no newer set:
give them the new one first (wayseal sites tag).

Example:
  wayseal keys publish shop.jws --site shop`,
    )
    .action(async (file: string, { signer, ...options }: { site?: string; signer?: string }) => {
      const jws = await readFile(resolve(cwd, file), "utf8");
      const published = await askData(settingsOf(context, options), "recipients.publish", {
        jws,
        ...(options.site !== undefined && { site: options.site }),
        ...(signer !== undefined && { signer }),
      });
      const { site, version, keys, signedUntil } = published;
      output.answer(published, [
        `Site ${site}, key set version ${version}${signedUntil === null ? "" : `, to be signed again before ${minute(signedUntil)}`}`,
        ...recipientRows(keys),
      ]);
    });
}

function days(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 366) {
    throw new InvalidArgumentError("It must be 1 to 366 days.");
  }
  return Number(text);
}
