import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkArchive } from "../../test/archive-checks.js";
import { readZip } from "../../test/read-zip.js";
import type { JourneyEvent, JourneyField } from "../api.js";
import type { ExportBegun, ExportSource } from "./export-source.js";
import { fileArchive } from "./file-archive.js";
import { folderArchive } from "./folder-archive.js";
import { ExportError } from "./format.js";
import { writeExport } from "./write-export.js";

const LONG = process.env["WAYSEAL_LONG"] === "1";
const NOW = Date.UTC(2026, 10, 25, 12);
const HOSTILE = `</style><script>alert(1)</script><img src=x onerror="alert(2)">'&\u202Emoc\u0007`;
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "ws-export-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const begun: ExportBegun = {
  id: "abcdefghijklmnopqrstuv",
  made: NOW,
  by: { kind: "operator", id: "local" },
  site: { id: "shop", name: `Tea & ${HOSTILE}` },
  subject: "0a".repeat(16),
  clearance: "confidential",
  facts: { mappings: 2, keys: 3, waiting: 0, erased: null },
  summary: null,
};

const field = (more: Partial<JourneyField> = {}): JourneyField => ({
  ...{ path: "value", class: "email", level: "confidential", state: "shown", reason: "because" },
  ...("value" in more || (more.state ?? "shown") !== "shown" ? {} : { value: "ann@gmail.com" }),
  ...more,
});

const event = (seq: number, more: Partial<JourneyEvent> = {}): JourneyEvent => ({
  stream: Buffer.alloc(16, 7).toString("base64url"),
  seq,
  session: Buffer.alloc(16, 9 + (seq % 2)).toString("base64url"),
  type: seq === 0 ? "hello" : "page_view",
  occurred: NOW - 1_000_000 + seq,
  received: NOW - 900_000 + seq,
  ...{ skew: 3, page: "/shoes", policy: 1 },
  columns: { consent: seq < 2 ? "none" : "granted", language: "de-AT", generated: false },
  fields: [],
  ...more,
});

/** A source of that many events, made as they are asked for. */
function source(count: number, make = (seq: number) => event(seq), end: ExportSource["end"] = async () => {}) {
  const most = 1_000;
  let largest = 0;
  return {
    begin: async () => begun,
    async page(cursor: string | null) {
      const from = Number(cursor ?? 0);
      const events = Array.from({ length: Math.min(most, count - from) }, (_, index) => make(from + index));
      largest = Math.max(largest, events.length);
      return { events, next: from + most < count ? String(from + most) : null, policy: 1 };
    },
    end,
    largest: () => largest,
  } satisfies ExportSource & { largest: () => number };
}

async function zipped(from: ExportSource, name = "out.zip"): Promise<Map<string, Buffer>> {
  const path = join(folder, name);
  await writeExport({ source: from, archive: await fileArchive(path, new Date(NOW)) });
  const entries = await readZip(path);
  for (const { mode } of entries) expect(mode).toBe(0o600);
  return new Map(entries.map(({ name, content }) => [name, content]));
}

describe("an export archive", () => {
  it("follows the published schema, and its manifest counts and hashes what is in it", async () => {
    const states = ["shown", "masked", "withheld", "removed", "unreadable", "uncaptured"] as const;
    const make = (seq: number) =>
      event(seq, {
        ...(seq === 3 && { type: "identify" }),
        fields: states.map((state) => field({ state, ...(state === "masked" && { value: "a•••@gmail.com" }) })),
      });
    const { manifest, profile, events } = checkArchive(await zipped(source(5, make)));
    expect(events).toEqual(Array.from({ length: 5 }, (_, seq) => make(seq)));
    expect(manifest).toMatchObject({
      subject: "0a".repeat(16),
      clearance: "confidential",
      complete: false,
      period: { first: new Date(NOW - 1_000_000).toISOString(), last: new Date(NOW - 999_996).toISOString() },
      counts: {
        events: 5,
        sessions: 2,
        types: { hello: 1, page_view: 3, identify: 1 },
        fields: Object.fromEntries(states.map((state) => [state, 5])),
      },
    });
    expect(profile).toMatchObject({ browsers: 2, keys: 3, languages: ["de-AT"] });
    expect(profile.consent.map(({ state }) => state)).toEqual(["none", "granted"]);
    expect(profile.identities.map(({ state }) => state)).toEqual([...states]);
  });

  it("is complete where everything stands in it in full, and says so when it is empty", async () => {
    const whole = checkArchive(await zipped(source(2, (seq) => event(seq, { fields: [field()] }))));
    expect(whole.manifest.complete).toBe(true);
    const empty = checkArchive(await zipped(source(0), "empty.zip"));
    expect(empty.manifest).toMatchObject({
      complete: true,
      period: { first: null, last: null },
      counts: { events: 0 },
    });
  });

  it("shows captured text as text: nothing of it becomes markup, and no script could run", async () => {
    const { page } = checkArchive(
      await zipped(
        source(1, () =>
          event(0, {
            type: HOSTILE,
            page: HOSTILE,
            columns: { name: HOSTILE, consent: HOSTILE, source: HOSTILE },
            fields: [field({ value: { [HOSTILE]: HOSTILE }, path: HOSTILE, class: HOSTILE })],
          }),
        ),
      ),
    );
    expect(page).toContain("&lt;script&gt;alert(1)");
    expect(page).not.toMatch(/<script|<img|onerror="|\u202E|(?![\t\n\r])\p{Cc}/u);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/https?:|<[^>]+\ssrc=|url\(/);
  });

  it("gives many events over pages that link each other, a thousand of them in memory at a time", async () => {
    const count = LONG ? 100_000 : 10_000;
    const from = source(count, (seq) => event(seq, { fields: [field({ value: `ann${seq}@gmail.com` })] }));
    const told: number[] = [];
    const path = join(folder, "big.zip");
    global.gc?.();
    const before = process.memoryUsage().rss;
    await writeExport({
      source: from,
      archive: await fileArchive(path, new Date(NOW)),
      onProgress: (events) => told.push(events),
    });
    const grown = process.memoryUsage().rss - before;
    console.log(`${count} events: ${statSync(path).size >> 10} KiB, grown by ${grown >> 20} MiB`);
    expect(told.at(-1)).toBe(count);
    expect(told).toHaveLength(count / 1_000);
    expect(from.largest()).toBe(1_000);
    const files = new Map((await readZip(path)).map(({ name, content }) => [name, content]));
    const { events } = checkArchive(files);
    expect(new Set(events.map(({ seq }) => seq)).size).toBe(count);
    const pages = [...files].filter(([name]) => name.endsWith(".html"));
    expect(pages).toHaveLength(count / 2_000);
    const all = pages.map(([, content]) => content.toString("utf8")).join("");
    for (let seq = 0; seq < count; seq += 997) expect(all).toContain(`>ann${seq}@gmail.com<`);
    expect(files.get("index.html")?.toString("utf8")).toContain('<a href="page-2.html">Later events</a>');
    expect(files.get("page-2.html")?.toString("utf8")).toContain('<a href="index.html">Earlier events</a>');
  });

  it("is the same in a folder, with files that only their owner reads", async () => {
    const out = join(folder, "out");
    await writeExport({ source: source(3), archive: await folderArchive(out) });
    const files = new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
    checkArchive(files);
    for (const name of files.keys()) expect(statSync(join(out, name)).mode & 0o777).toBe(0o600);
    await expect(folderArchive(out)).rejects.toMatchObject({ code: "EEXIST" });
  });

  it.each(["zip", "folder"])("leaves nothing of a %s where it comes to nothing", async (kind) => {
    const path = join(folder, kind === "zip" ? "out.zip" : "out");
    const make = () => (kind === "zip" ? fileArchive(path, new Date(NOW)) : folderArchive(path));
    const erased = async () => Promise.reject(new ExportError("erased", "gone"));
    const failing = (seq: number) => {
      if (seq === 1_500) throw new Error("the store went away");
      return event(seq);
    };
    for (const bad of [source(3, event, erased), source(2_000, failing)]) {
      await expect(writeExport({ source: bad, archive: await make() })).rejects.toThrow(/gone|went away/);
      expect(readdirSync(folder)).toEqual([]);
    }
    await writeExport({ source: source(3), archive: await make() });
    expect(existsSync(path)).toBe(true);
  });

  it("writes over nothing", async () => {
    const path = join(folder, "mine.zip");
    writeFileSync(path, "mine");
    await expect(fileArchive(path, new Date(NOW))).rejects.toMatchObject({ code: "EEXIST" });
    expect(readFileSync(path, "utf8")).toBe("mine");
  });
});
