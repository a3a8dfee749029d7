// Loaded with `node --import`: makes the collector store plain bytes, for the canary test's negative control.
import { register } from "node:module";

register(new URL("./hooks.mjs", import.meta.url));
