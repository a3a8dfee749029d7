import { fileURLToPath } from "node:url";
import firstParty from "../first-party/next.config.mjs";

export default {
  // Passes /stats on to the collector, for who loads the script from there (docs/first-party.md).
  ...firstParty,
  // Of an example in a repository of packages: an app of its own needs none of it.
  turbopack: { root: fileURLToPath(new URL("../..", import.meta.url)) },
  devIndicators: false,
};
