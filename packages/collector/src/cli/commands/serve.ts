import type { Command } from "commander";
import { createLog } from "../../log/create-log.js";
import { type Running, startCollector } from "../../main.js";
import { isLoopback } from "../../settings/is-loopback.js";
import { type Context, settingsOf, withData } from "../context.js";
import { noteLastPort } from "../last-port.js";
import { minute } from "../output.js";
import { madeLines } from "./init.js";

export function addServe(program: Command, context: Context): void {
  withData(program.command("serve"))
    .description("run the collector; an empty data directory is made ready first")
    .option("--port <port>", "port to listen on (PORT, default 8420; 0: any free one)")
    .option("--host <address>", "address to listen on (HOST, default 127.0.0.1)")
    .option("--owner <email>", "e-mail address of the first person, where there is nobody yet")
    .option(
      "--max-level <level>",
      "open no keys above it: what is sealed there is taken in, not shown (WAYSEAL_MAX_LEVEL)",
    )
    .option("--write-only", "hold no level's keys and no signing keys at all, as --max-level public does")
    .addHelpText(
      "after",
      `
Until the first person has set a password, each start prints a one-time link for it.
Stop it with SIGTERM or Ctrl-C: requests under way end, and what is acknowledged is drained. A second one ends it at once;
nothing that was acknowledged is lost by that either.

Examples:
  wayseal serve
  wayseal serve --max-level internal                   above it, levels need root keys of their own
  PORT=80 BASE_URL=https://analytics.example wayseal serve --host 0.0.0.0 --data /var/lib/wayseal`,
    )
    .action(async (options: { port?: string; host?: string; owner?: string; maxLevel?: string; writeOnly?: true }) => {
      const { port, host, owner } = options;
      const maxLevel = options.writeOnly === true ? "public" : options.maxLevel;
      // It runs on: what a variable held is forgotten once it was read.
      const settings = settingsOf({ ...context, kept: context.env }, options, {
        ...(port !== undefined && { PORT: port }),
        ...(host !== undefined && { HOST: host }),
        ...(maxLevel !== undefined && { WAYSEAL_MAX_LEVEL: maxLevel }),
      });
      const log = createLog(settings.logLevel);
      const running = await startCollector(settings, {
        log,
        ...(owner !== undefined && { owner }),
        onReady: (ready) => print(context, ready),
      });
      // Another each time is nowhere to send a page to.
      if (settings.port !== 0) await noteLastPort(settings.data, running.port);
      if (!isLoopback(settings.host) && settings.baseUrl?.startsWith("https:") !== true) {
        log.warn({}, "others can reach this address, and BASE_URL is not https: sign-ins would travel in the clear");
      }
      if (settings.backupDays === null) {
        log.info({}, "WAYSEAL_BACKUP_DAYS is not set: receipts of erasures do not say when the last backup expires");
      }
      await untilSignal(
        () => running.stop(),
        (signal) => log.info({ signal }, "stopping"),
      );
      log.info({}, "stopped");
    });
}

/** One line for each address: a name, then where it is. */
function print({ output }: Context, { address, made, welcome }: Running): void {
  if (made !== null) output.answer({ name: "made", ...made }, [...madeLines(made), ""]);
  output.answer({ name: "collector", address }, [`collector  ${address}`]);
  output.answer({ name: "console", address: `${address}/console` }, [`console    ${address}/console`]);
  if (welcome === null) return;
  const { link, email, expires } = welcome;
  output.answer({ name: "welcome", address: link, email, expires }, [
    `welcome    ${link}`,
    `           ${email} sets a password there, once, until ${minute(expires)}`,
  ]);
}

/** Waits for SIGTERM or SIGINT, then stops in order; a second one ends the process at once. */
async function untilSignal(stop: () => Promise<void>, onSignal: (signal: string) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    let asked = false;
    const listener = (signal: string) => {
      if (asked) process.exit(130);
      asked = true;
      onSignal(signal);
      resolve();
    };
    process.on("SIGTERM", listener).on("SIGINT", listener);
  });
  await stop();
}
