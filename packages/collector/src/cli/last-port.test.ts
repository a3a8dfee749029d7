import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DEFAULT_PORT } from "../settings/settings.js";
import { lastPort, noteLastPort } from "./last-port.js";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "ws-port-"));
});
afterEach(() => rmSync(data, { recursive: true }));

it("is that of the last collector, unless the settings name another", async () => {
  expect(await lastPort({ data, port: DEFAULT_PORT })).toBe(DEFAULT_PORT);
  await noteLastPort(data, 18_420);
  expect(await lastPort({ data, port: DEFAULT_PORT })).toBe(18_420);
  expect(await lastPort({ data, port: 9000 })).toBe(9000);
});

it.each(["", "x", "0\n", "65536\n", "80@evil.example\n"])("is a port and nothing else: not %j", async (text) => {
  writeFileSync(join(data, "last-port"), text);
  expect(await lastPort({ data, port: DEFAULT_PORT })).toBe(DEFAULT_PORT);
});

it("is not noted where there is no directory, and nothing fails by that", async () => {
  await noteLastPort(join(data, "none"), 18_420);
  expect(await lastPort({ data: join(data, "none"), port: DEFAULT_PORT })).toBe(DEFAULT_PORT);
});
