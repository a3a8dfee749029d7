import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { findShortfalls } from "./forms/find-shortfalls.js";
import { type JudgedField, judgeForms } from "./forms/judge-forms.js";
import { partOf, type Row, type Scores, scoreForms } from "./forms/score-forms.js";
import { printTable } from "./print-table.js";

const USAGE = `Usage: npm run bench:forms -- [--part tuned|held] [--json] DIR

Measures how well the SDK tells what the fields of real forms hold. DIR holds saved pages (.html), each labelled field with
data-manual-scoring, as in DuckDuckGo's collection of forms. Opens each in Chromium and prints recall and precision a class,
and every miss. Exits with 1, saying why, where one that must be refused is not, or recall or precision over all is below 97 %.

  --part tuned|held  only the three quarters that rules were made on, or only the quarter held out
  --json             everything as one JSON value`;

/** `npm run bench:forms -- DIR`. Sets a failing exit code where it falls short of what is required. */
export async function benchForms(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      part: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new Error(`Name one folder of pages.\n\n${USAGE}`);
  const part = { tuned: "tuned", held: "held out" }[values.part ?? ""];
  if (values.part !== undefined && part === undefined) throw new Error(`--part is tuned or held, not ${values.part}.`);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder} is no folder.`);

  const shown = process.stderr.isTTY;
  const judged = await judgeForms(folder, (done, all) => {
    if (shown) process.stderr.write(`\r${done} of ${all} pages${done === all ? "\n" : ""}`);
  });
  const asked = judged.filter(({ file }) => part === undefined || partOf(file) === part);
  const scores = scoreForms(asked);
  const short = findShortfalls(scores);
  if (values.json) console.log(JSON.stringify({ ...scores, short }, null, 2));
  else printScores(part === undefined ? "All pages" : `The part ${part}`, scores);
  if (part === undefined && !values.json) {
    for (const name of ["tuned", "held out"] as const) {
      const { total, leaks, files } = scoreForms(judged.filter(({ file }) => partOf(file) === name));
      console.log(
        `The part ${name} (${files} pages): recall ${recall(total)}, precision ${precision(total)}, ` +
          `${leaks.length} not refused.`,
      );
    }
  }
  for (const line of short) console.error(`Falls short: ${line}`);
  if (short.length > 0) process.exitCode = 1;
}

function printScores(heading: string, { files, fields, refused, counted, total, leaks, misses }: Scores): void {
  printTable(`${heading}: ${fields} labelled fields of ${files} pages. What must be refused:`, [
    ["", "fields", "refused", "recall", "others taken for it"],
    ...refused.map((row) => [row.group, `${row.fields}`, `${row.hits}`, recall(row), `${row.wrong}`]),
  ]);
  printTable("What must be known:", [
    ["", "fields", "found", "recall", "others taken for it", "precision"],
    ...[...counted, total].map((row) => [
      row.group,
      `${row.fields}`,
      `${row.hits}`,
      recall(row),
      `${row.wrong}`,
      precision(row),
    ]),
  ]);
  list("Not refused", leaks);
  list("Not found, or taken for something else", misses);
}

function list(heading: string, fields: readonly JudgedField[]): void {
  console.log(`\n${heading}: ${fields.length}`);
  for (const { file, field, label, class: name, sign } of fields) {
    console.log(`  ${file}  ${field}  is ${label}, taken for ${name}${sign && ` by its ${sign}`}`);
  }
}

const share = (part: number, all: number): string => (all === 0 ? "–" : `${((100 * part) / all).toFixed(1)} %`);
const recall = ({ hits, fields }: Row): string => share(hits, fields);
const precision = ({ hits, wrong }: Row): string => share(hits, hits + wrong);
