import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { parseReceiptKey, verifyReceipt } from "../../keys/verify-receipt.js";
import { KeyringError } from "../../ports/keyring.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";

export function addReceipt(program: Command, context: Context): void {
  const { output, typed } = context;
  const receipt = program.command("receipt").description("signed receipts of erasures");

  receipt
    .command("verify <file>")
    .description("check a receipt with nothing but the public key; - reads it from standard input")
    .requiredOption("--key <key>", "the receipt key, as `wayseal receipt key` prints it, or a file that holds it")
    .option("--json", "print JSON, for programs")
    .addHelpText("after", "\nExample:\n  wayseal receipt verify receipt.jws --key receipt-key.json")
    .action(async (file: string, { key }: { key: string }) => {
      const publicKey = parseReceiptKey(existsSync(key) ? await readText(key) : key);
      const says = verifyReceipt(file === "-" ? await typed.rest() : await readText(file), publicKey);
      output.answer({ valid: true, receipt: says }, [
        "The receipt is genuine. It says:",
        "",
        ...JSON.stringify(says, null, 2).split("\n"),
      ]);
    });

  withData(receipt.command("show <erasure>"))
    .description("print the receipt of an erasure as it stands now: of rows and files that have gone since, too")
    .addHelpText("after", "\nExample:\n  wayseal receipt show JnNUZpvZVOEMvg2sQSorbw > receipt.jws")
    .action(async (id: string, options: object) => {
      const erasure = await askData(settingsOf(context, options), "erasures.read", { id });
      if (erasure.receipt === null) {
        throw new KeyringError(
          "not-held",
          "This process holds no receipt key: one that may open restricted data signs it",
        );
      }
      output.answer(erasure, [erasure.receipt]);
    });

  withData(receipt.command("key"))
    .description("print the public key that receipts are checked with")
    .action(async (options: object) => {
      const jwk = await askData(settingsOf(context, options), "receipts.key", {});
      output.answer(jwk, [jwk.x]);
    });
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EISDIR") throw new UsageError(`There is no file ${path}`);
    throw error;
  }
}
