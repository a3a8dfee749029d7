import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteCatalog } from "../catalog/index.js";
import { createContactSealer } from "../keys/index.js";
import { rootKeyring } from "../keyring/root-keyring.js";
import type { Log } from "../log/log.js";
import type { Catalog } from "../ports/catalog.js";
import { createRequests, type Requests } from "./create-requests.js";
import type { RequestMove } from "./request-moves.js";

const DAY_MS = 86_400_000;
const by = { kind: "person", id: "person-1" } as const;
const keyring = rootKeyring(randomBytes(32), { name: "memory" });
const path = () => join(directory, "catalog.db");
const key = randomBytes(32);
let directory: string;
let catalog: Catalog;
let requests: Requests;
let clock: number;
let logged: object[];
beforeEach(async () => {
  clock = Date.UTC(2026, 10, 25, 12);
  logged = [];
  directory = mkdtempSync(join(tmpdir(), "ws-requests-"));
  const now = () => clock;
  catalog = await openSqliteCatalog({ path: path(), key, create: true, now });
  const log: Log = { info: (fields) => void logged.push(fields), warn() {}, error() {} };
  requests = createRequests({ catalog, contacts: createContactSealer({ catalog, keyring, now }), now, log });
});
afterEach(async () => {
  await catalog.close();
  rmSync(directory, { recursive: true });
});

const add = (more: object = {}) => requests.add({ site: "shop", kind: "access", jurisdiction: "gdpr", ...more }, by);
const fault = (name: string) => expect.objectContaining({ name: "RequestFault", fault: name }) as Error;

describe("requests", () => {
  it("go from received to done by their steps, each with who and when", async () => {
    const { id, due, state } = await add({ note: "by letter" });
    expect([due, state]).toEqual(["2026-12-25", "received"]);
    for (const move of ["check-identity", "start", "finish"] as const) {
      clock += 1_000;
      await requests.move(id, { move }, by);
    }
    const found = await requests.read(id);
    expect(found).toMatchObject({ state: "done", closed: clock });
    expect(found?.steps.map(({ action, at, note }) => [action, at - clock, note])).toEqual([
      ["received", -3_000, "by letter"],
      ["identity-checked", -2_000, null],
      ["started", -1_000, null],
      ["done", 0, null],
    ]);
    expect(found?.steps[0]?.by).toMatchObject(by);
    expect(logged).toHaveLength(4);
    expect(logged[3]).toMatchObject({ audit: "request", id, action: "done", by });
  });

  it("refuse what their state does not allow", async () => {
    const { id } = await add();
    const moves: RequestMove[] = [
      { move: "start" },
      { move: "finish" },
      { move: "exported", ref: "x" },
      { move: "erased", ref: "x" },
    ];
    for (const move of moves) await expect(requests.move(id, move, by)).rejects.toEqual(fault("state"));
    await requests.move(id, { move: "refuse", note: "identity could not be verified" }, by);
    for (const move of ["check-identity", "start", "finish", "confirm"] as const)
      await expect(requests.move(id, { move }, by)).rejects.toEqual(fault("state"));
    // The control: a note may still be made.
    await requests.move(id, { move: "note", note: "filed" }, by);
    await expect(requests.move("nobody", { move: "note", note: "x" }, by)).rejects.toEqual(fault("missing"));
  });

  it("take an extension once, with a reason, before the first date, and where the law has one", async () => {
    const { id } = await add();
    await expect(requests.move(id, { move: "extend", note: " " }, by)).rejects.toEqual(fault("invalid"));
    expect(await requests.move(id, { move: "extend", note: "many requests" }, by)).toMatchObject({
      due: "2027-02-25",
      extended: clock,
      extendable: false,
    });
    await expect(requests.move(id, { move: "extend", note: "more" }, by)).rejects.toEqual(fault("state"));
    const late = await add();
    clock += 31 * DAY_MS;
    expect(await requests.read(late.id)).toMatchObject({ overdue: true });
    await expect(requests.move(late.id, { move: "extend", note: "late" }, by)).rejects.toEqual(fault("state"));
    const brazil = await add({ jurisdiction: "lgpd" });
    expect(brazil.extendable).toBe(false);
    await expect(requests.move(brazil.id, { move: "extend", note: "x" }, by)).rejects.toEqual(fault("state"));
  });

  it("are listed soonest due first, closed ones only where asked for", async () => {
    const [gdpr, brazil, california] = [
      await add(),
      await add({ jurisdiction: "lgpd" }),
      await add({ jurisdiction: "ccpa" }),
    ];
    expect(california.confirmBy).toBe("2026-12-09");
    expect((await requests.list("shop", true)).map(({ id }) => id)).toEqual([brazil.id, gdpr.id, california.id]);
    await requests.move(brazil.id, { move: "refuse", note: "twice" }, by);
    expect((await requests.list("shop", true)).map(({ id }) => id)).toEqual([gdpr.id, california.id]);
    expect(await requests.list("shop", false)).toHaveLength(3);
    expect(await requests.list("blog", false)).toEqual([]);
  });

  it.each([
    ["an e-mail address", "wrote from ann@gmail.com"],
    ["a telephone number", "call +43 660 123 45 67"],
    ["a card number", "paid by 4111 1111 1111 1111"],
    ["a social security number", "SSN 078-05-1120"],
    ["a customer number", "customer 471100815"],
  ])("take no note that holds %s", async (_, note) => {
    await expect(add({ note })).rejects.toEqual(fault("personal"));
    const { id } = await add();
    await expect(requests.move(id, { move: "note", note }, by)).rejects.toEqual(fault("personal"));
    expect(JSON.stringify(await requests.read(id))).not.toContain(note);
  });

  it("take notes with days and small numbers", async () => {
    await add({ note: "Letter of 2026-11-24, 3 pages, order 4711" });
  });

  it("keep the contact sealed, bound to the request, until it is closed", async () => {
    const contact = "ann.unique.contact@gmail.com";
    const [first, second] = [await add({ contact }), await add({ contact: "bob@gmail.com" })];
    expect((await requests.read(first.id))?.contact).toBe(contact);
    const stored = await catalog.request(first.id);
    expect(stored?.contact?.includes(contact)).toBe(false);
    // Moved to another request it does not open.
    const sealer = createContactSealer({ catalog, keyring });
    expect(await sealer.open("shop", first.id, stored!.contact!)).toBe(contact);
    expect(await sealer.open("shop", second.id, stored!.contact!)).toBeNull();
    // A process that is held below confidential reads none and seals none.
    const low = createRequests({ catalog, contacts: sealer, now: () => clock, maxLevel: "internal" });
    expect((await low.read(first.id))?.contact).toBeNull();
    await expect(low.add({ site: "shop", kind: "access", jurisdiction: "gdpr", contact }, by)).rejects.toEqual(
      fault("not-held"),
    );
    await requests.move(first.id, { move: "refuse", note: "withdrawn" }, by);
    expect((await requests.read(first.id))?.contact).toBeNull();
    expect((await catalog.request(first.id))?.contact).toBeNull();
    await catalog.close();
    for (const name of readdirSync(directory))
      expect(readFileSync(join(directory, name)).includes(contact)).toBe(false);
    catalog = await openSqliteCatalog({ path: path(), key });
  });

  it("are linked to subjects that there are, and to no other", async () => {
    const { id } = await add();
    const subject = randomBytes(16).toString("hex");
    await expect(requests.move(id, { move: "link", subject }, by)).rejects.toEqual(fault("unknown-subject"));
    await expect(add({ subject })).rejects.toEqual(fault("unknown-subject"));
    await expect(add({ jurisdiction: "hipaa", kind: "erasure" })).rejects.toEqual(fault("invalid"));
    await expect(add({ jurisdiction: "mars" })).rejects.toEqual(fault("invalid"));
    await expect(add({ received: clock + 1 })).rejects.toEqual(fault("invalid"));
  });

  it("are changed by one of two who saw the same state", async () => {
    const { id } = await add();
    const moves = await Promise.allSettled([
      requests.move(id, { move: "check-identity" }, by),
      requests.move(id, { move: "check-identity" }, by),
    ]);
    expect(moves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await requests.read(id))?.steps).toHaveLength(2);
  });
});
