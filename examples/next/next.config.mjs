import { fileURLToPath } from "node:url";

export default {
  // Of an example in a repository of packages: an app of its own needs none of it.
  turbopack: { root: fileURLToPath(new URL("../..", import.meta.url)) },
  devIndicators: false,
};
