import { availableParallelism, cpus } from "node:os";
import { benchErase } from "./erase.js";
import { benchForms } from "./forms.js";
import { benchIngest } from "./ingest.js";
import { benchPage } from "./page.js";
import { benchSeal } from "./seal.js";
import { benchWire } from "./wire.js";

const BENCHES: Readonly<Record<string, () => void | Promise<void>>> = {
  ingest: benchIngest,
  wire: benchWire,
  seal: benchSeal,
  erase: benchErase,
  page: benchPage,
};

const named = process.argv.slice(2);
// This one measures no time, and needs a folder that does not come with the project.
if (named[0] === "forms") {
  await benchForms(named.slice(1)).catch((fault: unknown) => {
    console.error(fault instanceof Error ? fault.message : fault);
    process.exit(2);
  });
  process.exit();
}
const unknown = named.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}. There are: ${Object.keys(BENCHES).join(", ")}`);
  process.exit(2);
}
console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown CPU"}`);
console.log("Ratios are of figures measured in this run; absolute times are this machine's.");
for (const [name, run] of Object.entries(BENCHES)) if (named.length === 0 || named.includes(name)) await run();
