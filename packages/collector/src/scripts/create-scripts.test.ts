import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createScripts } from "./create-scripts.js";

let folder: string;
let kept: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wayseal-scripts-"));
  kept = join(folder, "data", "scripts");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A built browser package of that version. */
function release(version: string, script: string): string {
  const home = join(folder, "browser");
  mkdirSync(join(home, "dist"), { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ version }));
  writeFileSync(join(home, "dist", "wayseal.js"), script);
  return join(home, "dist");
}

const text = (script: { bytes: Buffer } | null) => script?.bytes.toString() ?? null;

describe("the browser's scripts", () => {
  it("serve what pages have pinned after an upgrade, and after the next one", async () => {
    for (const version of ["1.0.0", "1.1.0", "2.0.0-beta.1"]) {
      const scripts = createScripts({ built: release(version, `script ${version} `), kept });
      expect(await scripts.current()).toMatchObject({ version });
    }
    const scripts = createScripts({ built: release("2.0.0", "script of 2"), kept });
    for (const version of ["1.0.0", "1.1.0", "2.0.0-beta.1"]) {
      expect(text(await scripts.version(version))).toBe(`script ${version} `);
    }
    expect(text(await scripts.version("2.0.0"))).toBe("script of 2");
    expect(await scripts.version("1.0.1")).toBeNull();
    // The control: without a folder only this release's is there.
    const forgetful = createScripts({ built: release("2.0.0", "script of 2"), kept: null });
    expect(await forgetful.version("1.0.0")).toBeNull();
    expect(text(await forgetful.version("2.0.0"))).toBe("script of 2");
    expect(readdirSync(kept)).toHaveLength(4);
  });

  it("have their chunks beside them by names that say their bytes, after an upgrade too", async () => {
    const named = (version: string, chunk: string) =>
      `${version}-${createHash("sha384").update(chunk).digest("hex").slice(0, 8)}`;
    for (const [version, chunk] of [
      ["1.0.0", "chunk of 1"],
      ["2.0.0-beta.1", "chunk of 2"],
    ] as const) {
      writeFileSync(join(release(version, "script"), "rest.js"), chunk);
      await createScripts({ built: join(folder, "browser", "dist"), kept }).current();
    }
    const scripts = createScripts({ built: join(folder, "browser", "dist"), kept });
    expect(text(await scripts.version(named("2.0.0-beta.1", "chunk of 2")))).toBe("chunk of 2");
    expect(text(await scripts.version(named("1.0.0", "chunk of 1")))).toBe("chunk of 1");
    // The controls: no name has another chunk's bytes.
    expect(await scripts.version(named("1.0.0", "chunk of 2"))).toBeNull();
    expect(
      await createScripts({ built: join(folder, "nothing"), kept: null }).version(named("1.0.0", "chunk of 1")),
    ).toBeNull();
  });

  it("have plugins beside them: of this release by name, and of each version that was ever served", async () => {
    const plugin = (version: string, code: string) => {
      const built = release(version, "script");
      mkdirSync(join(built, "tag"), { recursive: true });
      writeFileSync(join(built, "tag", "web-vitals.js"), code);
      return createScripts({ built, kept });
    };
    await plugin("1.0.0", "plugin of 1").current();
    const scripts = plugin("2.0.0-beta.1", "plugin of 2, longer");
    const told = async (named: string) => {
      const found = await scripts.plugin(named);
      return found && [found.bytes.toString(), found.pinned];
    };
    expect(await told("web-vitals")).toEqual(["plugin of 2, longer", false]);
    expect(await told("web-vitals-2.0.0-beta.1")).toEqual(["plugin of 2, longer", true]);
    expect(await told("web-vitals-1.0.0")).toEqual(["plugin of 1", true]);
    // Built again: pages hold the hash of the first.
    const again = plugin("2.0.0-beta.1", "built again");
    expect((await again.plugin("web-vitals-2.0.0-beta.1"))?.bytes.toString()).toBe("plugin of 2, longer");
    expect((await again.plugin("web-vitals"))?.bytes.toString()).toBe("built again");
    // A plugin is no version of the script, and no name reads another file.
    for (const named of [
      "",
      "wayseal",
      "web-vitals-3.0.0",
      "../wayseal",
      "web-vitals-../1.0.0",
      "tag/web-vitals",
      "1.0.0",
    ])
      expect(await told(named), named).toBeNull();
    expect(await scripts.version("web-vitals-1.0.0")).toBeNull();
  });

  it("never change under a version, and say so where it was built again", async () => {
    const before = await createScripts({ built: release("1.0.0", "first"), kept }).current();
    const said: string[] = [];
    const warn = (message: string, version: string) => said.push(`${version} ${message}`);
    const scripts = createScripts({ built: release("1.0.0", "second, longer"), kept, warn });
    expect((await scripts.current())?.integrity).toBe(before?.integrity);
    expect(text(await scripts.version("1.0.0"))).toBe("first");
    expect(text(await scripts.built("wayseal.js"))).toBe("second, longer");
    await scripts.current();
    expect(said).toEqual([expect.stringMatching(/^1\.0\.0 .*built again/)]);
  });

  it.each(["", "..", "../../x", "1.0.0/../../x", "1.0", "1.0.0-", "1.0.0-A", "01234567.0.0", "1.0.0\0"])(
    "read no file by the version %j",
    async (version) => {
      const scripts = createScripts({ built: release("1.0.0", "first"), kept });
      await scripts.current();
      expect(await scripts.version(version)).toBeNull();
    },
  );

  it("are served where they cannot be kept", async () => {
    mkdirSync(join(folder, "data"));
    writeFileSync(kept, "a file where the folder should be");
    const said: string[] = [];
    const scripts = createScripts({ built: release("1.0.0", "first"), kept, warn: (message) => said.push(message) });
    await expect(scripts.current().then(text)).resolves.toBe("first");
    expect(said).toEqual([expect.stringContaining("could not be kept")]);
  });

  it("are for their owner alone to change, and nothing unfinished stays", async () => {
    await createScripts({ built: release("1.0.0", "first"), kept }).current();
    expect(statSync(kept).mode & 0o777).toBe(0o700);
    expect(readdirSync(kept)).toEqual(["wayseal-1.0.0.js"]);
    chmodSync(kept, 0o700);
  });

  it("are none before the first build", async () => {
    const scripts = createScripts({ built: join(folder, "nothing", "dist"), kept });
    expect([await scripts.current(), await scripts.version("1.0.0"), await scripts.built("x25519.js")]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
