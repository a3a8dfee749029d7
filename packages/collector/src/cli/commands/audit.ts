import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { AuditEntryAnswer, AuditVerified } from "../../api.js";
import { type Verifiable, verifyGrowing } from "../../audit/verify-growing.js";
import { writeBundle } from "../../audit/write-bundle.js";
import { fileArchive } from "../../export/file-archive.js";
import { witnessOf } from "../../start/witness-of.js";
import { type Ask, askingData } from "../asking-data.js";
import { askData } from "../ask-data.js";
import { type Context, settingsOf, withData } from "../context.js";
import { UsageError } from "../errors.js";
import { day, minute, table } from "../output.js";
import { parseDay } from "../parse-day.js";

interface ListOptions {
  readonly actor?: string;
  readonly action?: string;
  readonly site?: string;
  readonly subject?: string;
  readonly since?: string;
  readonly until?: string;
  readonly before?: string;
  readonly limit: string;
}

export function addAudit(program: Command, context: Context): void {
  const { output, cwd } = context;
  const audit = program.command("audit").description("the audit log: who did what, and whether it was tampered with");

  withData(audit.command("verify"))
    .description("check the log from its beginning, and name the first place that is broken")
    .option(
      "--witness <file>",
      "a copy of what the witness holds (default: the witness of the settings, if it is a file)",
    )
    .addHelpText(
      "after",
      `
Without a witness, entries that were cut off at the end after the last signature are not missed. Exits with 1 where the
log is broken.

Examples:
  wayseal audit verify
  wayseal audit verify --witness /mnt/elsewhere/witness.jsonl`,
    )
    .action(async (options: { witness?: string }) => {
      const settings = settingsOf(context, options);
      const { witness: named } = options;
      const witness = async () =>
        named === undefined ? ((await witnessOf(settings)?.read()) ?? null) : readFile(resolve(cwd, named), "utf8");
      output.progress("Verifying");
      const verified = await askingData(settings, (ask) => verifyGrowing({ ...pagesOf(ask, "verify"), witness }));
      output.answer(verified, linesOf(verified));
      if (verified.broken !== null) context.exit(1);
    });

  withData(audit.command("list"))
    .description("list entries, newest first")
    .option("--actor <id>", "of one person or token, or local for the operator")
    .option("--action <name>", "of one kind, such as read or key.destroy")
    .option("--site <id>", "of one site")
    .option("--subject <id>", "about one subject, 32 hex digits")
    .option("--since <day>", "from that day on, YYYY-MM-DD, UTC")
    .option("--until <day>", "before that day")
    .option("--before <number>", "entries below that number: the next page")
    .option("--limit <number>", "how many, up to 500", "50")
    .addHelpText(
      "after",
      `
Examples:
  wayseal audit list --subject 9f8e7d6c5b4a39281706f5e4d3c2b1a0
  wayseal audit list --action sign-in.refused --since 2026-11-01`,
    )
    .action(async (options: ListOptions) => {
      const { actor, site, subject } = options;
      const args = {
        ...{ limit: whole(options.limit, "--limit") },
        ...(actor !== undefined && { actor }),
        ...(options.action !== undefined && { action: options.action as never }),
        ...(site !== undefined && { site }),
        ...(subject !== undefined && { subject }),
        ...(options.since !== undefined && {
          from: parseDay(options.since, "--since must be a day such as 2026-11-01"),
        }),
        ...(options.until !== undefined && { to: parseDay(options.until, "--until must be a day such as 2026-11-01") }),
        ...(options.before !== undefined && { before: whole(options.before, "--before") }),
      };
      const listed = await askData(settingsOf(context, options), "audit.list", args);
      const more = listed.next === null ? [] : [`More: --before ${listed.next}`];
      output.answer(
        listed,
        listed.entries.length === 0 ? ["There is no such entry"] : [...rowsOf(listed.entries), ...more],
      );
    });

  withData(audit.command("export"))
    .description("write all of the log to a zip file that is verified with plain Node, away from here")
    .option("--out <path>", "where to write it (default: wayseal-audit-DAY.zip here)")
    .addHelpText(
      "after",
      `
The file holds the entries, the signatures, the public key, what the witness holds if it is a file, and verify.mjs,
which needs Node 20 and nothing of ours. Compare the thumbprint that is printed here with the one that verify.mjs prints.

Example:
  wayseal audit export --out evidence.zip && unzip evidence.zip -d evidence && node evidence/verify.mjs`,
    )
    .action(async (options: { out?: string }) => {
      const settings = settingsOf(context, options);
      const made = Date.now();
      const path = resolve(cwd, options.out ?? `wayseal-audit-${day(made)}.zip`);
      output.progress("Writing");
      const answer = await askingData(settings, async (ask) => {
        const { key, ...pages } = pagesOf(ask, "export");
        // Asked for first: this is what says in the log that it was taken away.
        const first = await pages.rows(0);
        const { publicKey, kid } = await key();
        const source = {
          ...{ ...pages, made, key: { x: publicKey.toString("base64url"), kid } },
          rows: (after: number) => (after === 0 ? Promise.resolve(first) : pages.rows(after)),
          witness: async () => (await witnessOf(settings)?.read()) ?? null,
        };
        return { path, kid, ...(await writeBundle(source, await fileArchive(path, new Date(made)))) };
      });
      output.answer(answer, [
        `${answer.entries} entries are in ${path}`,
        `The thumbprint of the key that signs them is ${answer.kid}`,
      ]);
    });
}

function pagesOf(ask: Ask, why: "verify" | "export"): Omit<Verifiable, "witness"> {
  const bytes = (text: string) => Buffer.from(text, "base64url");
  /** Beyond the last of the kind that is not asked for. */
  const none = Number.MAX_SAFE_INTEGER;
  return {
    async rows(after) {
      const page = await ask("audit.page", { why, entries: after, checkpoints: after === 0 ? 0 : none });
      return page.entries.map(({ hash, ...row }) => ({
        ...{ ...row, hash: bytes(hash) },
      })) as Awaited<ReturnType<Verifiable["rows"]>>;
    },
    async checkpoints(after) {
      const page = await ask("audit.page", { why: "verify", entries: none, checkpoints: after });
      return page.checkpoints.map(({ hash, signature, ...one }) => ({
        ...{ ...one, hash: bytes(hash), signature: bytes(signature) },
      }));
    },
    async key() {
      const { x, kid } = await ask("audit.key", {});
      return { publicKey: bytes(x), kid };
    },
  };
}

function linesOf({ broken, entries, last, signed, witnessed, lag, kid, restored }: AuditVerified): string[] {
  if (broken !== null) return [`The log is broken at entry ${broken.seq}: ${broken.why}`];
  return [
    `The log holds: ${entries} entries up to ${last}, signed up to ${signed} by key ${kid}`,
    witnessed === null
      ? "No witness was given: entries that were cut off at the end after the last signature are not missed"
      : `The witness bears out ${witnessed} of them, and was not told of ${lag ?? 0} yet`,
    ...restored.map(
      ({ seq, at, lost }) =>
        `It was restored from a backup at ${minute(at)}, and goes on by entry ${seq}: ${lost === null ? "what came after that before is not known" : `${lost} entries of before are lost`}`,
    ),
  ];
}

function rowsOf(entries: readonly AuditEntryAnswer[]): string[] {
  return table(
    ["NUMBER", "WHEN", "WHO", "WHAT", "SITE", "SUBJECT", "CLASSES", "MORE"],
    entries.map(
      ({ seq, at, kind, actor, action, site = "", subject = "", classes = [], policy, purpose, detail = {} }) => [
        ...[String(seq), minute(at), `${kind} ${actor}`, action, site, subject, classes.join(",")],
        Object.entries({
          ...(policy !== undefined && { policy }),
          ...(purpose !== undefined && { purpose }),
          ...detail,
        })
          .map(([name, value]) => `${name}=${value}`)
          .join(" "),
      ],
    ),
  );
}

function whole(text: string, option: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`${option} must be a whole number`);
  return Number(text);
}
