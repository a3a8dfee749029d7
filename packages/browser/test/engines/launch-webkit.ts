import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { driveTab } from "./drive-tab.js";
import type { Driver, Engine, LaunchOptions } from "./engine.js";
import { ownProfile } from "./own-profile.js";
import { startDisplay } from "./start-display.js";
import { startForwardProxy } from "./start-forward-proxy.js";

/** The W3C's code points of keys that write nothing. */
const KEYS: Readonly<Record<string, string>> = {
  Backspace: "\uE003",
  Tab: "\uE004",
  Enter: "\uE007",
  Shift: "\uE008",
  Control: "\uE009",
  Escape: "\uE00C",
  End: "\uE010",
  Home: "\uE011",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
  Delete: "\uE017",
};

type Call = <T>(method: "GET" | "POST" | "DELETE", path: string, body?: object) => Promise<T>;

/**
 * Drives WebKitGTK by W3C WebDriver, of which this needs a dozen commands: the client libraries that are kept up want a
 * newer Node. What it stores ends with it, since its MiniBrowser keeps no profile while it is driven.
 *
 * @param driverPath Path of `WebKitWebDriver`.
 */
export async function launchWebkit(driverPath: string, options: LaunchOptions): Promise<Engine> {
  const profile = await ownProfile(options.profile);
  const display = await startDisplay();
  const proxy = await startForwardProxy();
  const port = await freePort();
  const child = spawn(driverPath, [`--port=${port}`], {
    stdio: "ignore",
    // A group of its own, so that all that it starts can be ended with it.
    detached: true,
    env: {
      ...process.env,
      DISPLAY: display.name,
      HOME: profile.path,
      TMPDIR: profile.path,
      XDG_CACHE_HOME: profile.path,
      XDG_CONFIG_HOME: profile.path,
      XDG_DATA_HOME: profile.path,
      XDG_RUNTIME_DIR: profile.path,
      // No desktop is there to talk to, and no graphics card.
      DBUS_SESSION_BUS_ADDRESS: "disabled:",
      GTK_A11Y: "none",
      NO_AT_BRIDGE: "1",
      GSETTINGS_BACKEND: "memory",
      LIBGL_ALWAYS_SOFTWARE: "1",
      WEBKIT_DISABLE_DMABUF_RENDERER: "1",
    },
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const killAll = async (): Promise<void> => {
    if (child.pid !== undefined) endGroup(child.pid);
    await ended;
    await Promise.all([display.stop(), proxy.stop()]);
    await profile.remove();
  };

  const call: Call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (response.ok) return value as never;
    const { error, message } = value as { error: string; message: string };
    throw new Error(`WebKit: ${error}: ${message}`);
  };
  try {
    await answers(call);
    const { sessionId } = await call<{ sessionId: string }>("POST", "/session", {
      capabilities: {
        alwaysMatch: {
          proxy: { proxyType: "manual", httpProxy: proxy.address, noProxy: ["127.0.0.1"] },
          // A script that is sent to a page that is just leaving may never answer; `until` then asks the next page.
          timeouts: { script: 12_000, pageLoad: 60_000, implicit: 0 },
        },
      },
    });
    const session = `/session/${sessionId}`;
    // The window that it begins with stays open: the browser ends with its last one.
    const [first] = await call<string[]>("GET", `${session}/window/handles`);
    let current = first;
    const enter = async (handle: string | undefined): Promise<void> => {
      if (current !== handle) await call("POST", `${session}/window`, { handle });
      current = handle;
    };
    return {
      name: "webkit",
      keepsProfile: false,
      async open() {
        // One that has been closed can open no other.
        await enter(first);
        // A window, since a tab would open in the background.
        const { handle } = await call<{ handle: string }>("POST", `${session}/window/new`, { type: "window" });
        const on: Call = async (method, path, body) => {
          await enter(handle);
          return call(method, session + path, body);
        };
        return driveTab(driverOf(on));
      },
      async close() {
        await call("DELETE", session);
        await killAll();
      },
      kill: killAll,
    };
  } catch (fault) {
    await killAll();
    throw fault;
  }
}

function driverOf(call: Call): Driver {
  const pointer = (action: object): Promise<void> =>
    call("POST", "/actions", {
      actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [action] }],
    });
  const keys = (actions: readonly object[]): Promise<void> =>
    call("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  const stroke = (value: string): object[] => [
    { type: "keyDown", value },
    { type: "keyUp", value },
  ];
  return {
    goto: (url) => call("POST", "/url", { url }),
    async evaluate(run, ...args) {
      const answer = await call<{ value?: Awaited<ReturnType<typeof run>>; fault?: string }>("POST", "/execute/async", {
        // What the page may have done to promises must not stand in the way of a plain answer.
        script: `const done = arguments[arguments.length - 1];
          const fail = (fault) => done({ fault: String(fault) });
          try {
            const value = (${String(run)})(...${JSON.stringify(args)});
            if (value && typeof value.then === "function") value.then((value) => done({ value }), fail);
            else done({ value });
          } catch (fault) { fail(fault); }`,
        args: [],
      });
      if (answer.fault !== undefined) throw new Error(answer.fault);
      return answer.value as Awaited<ReturnType<typeof run>>;
    },
    move: (x, y) => pointer({ type: "pointerMove", duration: 0, origin: "viewport", x, y }),
    down: () => pointer({ type: "pointerDown", button: 0 }),
    up: () => pointer({ type: "pointerUp", button: 0 }),
    type: (text) => keys([...text].flatMap(stroke)),
    press(named) {
      const held = named.split("+").map((name) => KEYS[name] ?? name);
      return keys([
        ...held.map((value) => ({ type: "keyDown", value })),
        ...held.reverse().map((value) => ({ type: "keyUp", value })),
      ]);
    },
    reload: () => call("POST", "/refresh", {}),
    back: () => call("POST", "/execute/sync", { script: "setTimeout(() => history.back())", args: [] }),
    close: async () => void (await call("DELETE", "/window")),
  };
}

async function answers(call: Call): Promise<void> {
  for (const end = Date.now() + 30_000; ;) {
    try {
      return await call("GET", "/status");
    } catch (fault) {
      if (Date.now() > end) throw fault;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (fault) {
    // All of it has ended by itself.
    if ((fault as NodeJS.ErrnoException).code !== "ESRCH") throw fault;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
