import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkVectors } from "./independent-sender.mjs";
import { readAll } from "./read-all.js";
import { createStack, type Stack } from "./stack.js";

const PROGRAM = fileURLToPath(new URL("./independent-sender.mjs", import.meta.url));

describe("a sender written from docs/protocol.md alone", () => {
  let stack: Stack;
  let key: string;
  beforeAll(async () => {
    stack = await createStack();
    await stack.cli("init");
    ({ key } = await stack.cli<{ key: string }>("sites", "add", "shop", "--origin", "https://shop.example"));
    await stack.start();
  }, 90_000);
  afterAll(() => stack.close());

  it("makes the page's example again", () => {
    expect(checkVectors()).toEqual([]);
  });

  it("is accepted, shows in the journey, and counts once when sent three times", async () => {
    const visitor = randomBytes(16).toString("base64url");
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [PROGRAM, stack.url, "shop", "--signing-key", key, "--twice"],
      { env: { ...process.env, WAYSEAL_VISITOR: visitor } },
    );
    const { stream, statuses, sealed } = JSON.parse(stdout) as { stream: string; statuses: number[]; sealed: number };
    expect(statuses).toEqual([204, 204, 204]);

    const token = await stack.token("internal");
    await expect.poll(async () => (await readAll(stack, token, "shop")).length, { timeout: 15_000 }).toBe(sealed);
    const events = await readAll(stack, token, "shop");
    expect(events.every((event) => event.stream === stream)).toBe(true);
    expect(events.map(({ seq, type }) => `${seq} ${type}`).sort()).toEqual([
      "0 hello",
      "1 page_view",
      "2 click",
      "3 form_view",
      "4 form_start",
      "5 field",
      "6 field",
      "7 form_submit",
      "8 track",
    ]);
    const title = events.find(({ type }) => type === "page_view")?.fields.find(({ path }) => path === "title");
    expect(title).toMatchObject({ state: "shown", value: "Checkout – Käse & Tee" });
  }, 30_000);

  it("is refused where the signing key is another's", async () => {
    const { key: other } = await stack.cli<{ key: string }>(
      "sites",
      "add",
      "other",
      "--origin",
      "https://other.example",
    );
    const attempt = promisify(execFile)(process.execPath, [PROGRAM, stack.url, "shop", "--signing-key", other]);
    await expect(attempt).rejects.toThrow(/wrong signature/);
  });
});
