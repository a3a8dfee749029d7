import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import express from "express";
import { readSnippets } from "../../../packages/browser/test/snippets/read-snippets.js";
import { runCli } from "../../../packages/collector/src/cli/run-cli.js";
import { openData, readSettings } from "../../../packages/collector/src/index.js";

const TAG = readSnippets("docs/sdk.md").find(({ heading }) => heading === "From a path of your own site")?.code ?? "";

test("the collector in the shop's own process measures a page to its last event, and stores all of it before it stops", async ({
  page,
}) => {
  // It starts an engine.
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "ws-mounted-"));
  const environment = process.env;
  const app = express();
  const shop = createServer(app as RequestListener);
  try {
    await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
    const origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
    const env = {
      WAYSEAL_DATA: join(folder, "data"),
      WAYSEAL_ROOT_KEY_FILE: join(folder, "root.key"),
      BASE_URL: origin,
    };
    let said = "";
    const output = { write: (text: string) => (said += text), isTTY: false };
    for (const line of ["init", `sites add shop --origin ${origin}`]) {
      const sources = { env: { ...env, HOME: folder }, cwd: folder, stdin: process.stdin };
      expect(await runCli(line.split(" "), { ...sources, stdout: output, stderr: output }), said).toBe(0);
    }
    process.env = { ...environment, ...env };
    const { mountWayseal } = await import("../express-mounted.mjs");
    const wayseal = await mountWayseal();
    const answers: number[] = [];
    app.use((request, response, next) => {
      if (request.method === "POST") response.on("finish", () => answers.push(response.statusCode));
      next();
    });
    app.use("/stats", wayseal.router);
    app.use((request, response) => {
      response.send(`<!doctype html><title>Shop</title>${request.url === "/" ? TAG : ""}<a href="/thanks">Pay</a>`);
    });

    const began = Date.now();
    await page.goto(`${origin}/`);
    await expect.poll(() => answers, { timeout: 60_000 }).toEqual([204]);
    await page.click("text=Pay");
    await page.waitForURL("**/thanks");
    await expect.poll(() => answers, { timeout: 60_000 }).toEqual([204, 204]);
    const arrived = async (): Promise<number> => {
      const { catalog, keyring } = await openData(readSettings({ env, cwd: folder }));
      const days = await catalog.loss("shop", began - 86_400_000, Date.now() + 86_400_000);
      const waiting = await catalog.depth();
      await catalog.close();
      await keyring.close();
      expect(waiting).toBe(0);
      return days.reduce((sum, day) => sum + day.arrived, 0);
    };
    await new Promise((done) => shop.close(done));
    await wayseal.close();
    // Hello, the view, the press and the leave.
    expect(await arrived()).toBeGreaterThanOrEqual(4);
  } finally {
    process.env = environment;
    shop.closeAllConnections();
    shop.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
