import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { chromium } from "@playwright/test";
import { bundleClassifier } from "./bundle-classifier.js";

/** What the SDK says of one field of a page. */
export interface JudgedField {
  /** Path below the folder. */
  readonly file: string;
  /** The field's name, id or position. */
  readonly field: string;
  /** What a person says it holds: `data-manual-scoring`, "" where nobody has looked. */
  readonly label: string;
  readonly class: string;
  /** Which part of the field told its class. */
  readonly sign: string;
  /** What would become of its value if the page allowed every value. */
  readonly verdict: string;
  /** What the page says of the field: autocomplete, type, name, id and label. */
  readonly says: readonly string[];
}

/** Scripts of saved pages call home and redraw forms; styles and pictures of theirs tell a classifier nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * Opens every page of a folder in Chromium and lets the SDK's own code judge its fields, nothing typed in them.
 *
 * @param progress Told after each page how many are done, of how many.
 * @throws {Error} If the folder cannot be read or holds no page.
 */
export async function judgeForms(
  folder: string,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<JudgedField[]> {
  const files = pagesIn(folder);
  if (files.length === 0) throw new Error(`No .html file lies in ${folder}.`);
  const script = await bundleClassifier();
  const server = createServer((request, response) => {
    const file = files[Number(request.url?.slice(1))];
    response.writeHead(file === undefined ? 404 : 200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": POLICY,
    });
    response.end(file === undefined ? "" : readFileSync(join(folder, file)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  // `npm run bench` has looked for one, and installed one where there was none.
  const executablePath = process.env["CHROMIUM_PATH"];
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage();
    const judged: JudgedField[] = [];
    for (const [index, file] of files.entries()) {
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${index}`, { waitUntil: "commit" });
      await page.waitForLoadState("domcontentloaded");
      const fields = await page.evaluate<Omit<JudgedField, "file">[]>(`${script}; wayseal.judgeFields()`);
      judged.push(...fields.map((field) => ({ file, ...field })));
      progress(index + 1, files.length);
    }
    return judged;
  } finally {
    await browser.close();
    await new Promise((done) => server.close(done));
  }
}

function pagesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.html?$/i.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
