import { existsSync } from "node:fs";
import browser from "./packages/browser/rollup.mjs";

const console = "./packages/console/rollup.mjs";
const built = existsSync(new URL(console, import.meta.url)) ? (await import(console)).default : [];

export default [...browser, ...[built].flat()];
