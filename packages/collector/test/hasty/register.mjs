// Loaded with `node --import`: makes the collector answer before its commit, for the kill test's negative control.
import { register } from "node:module";

register(new URL("./hooks.mjs", import.meta.url));
