/** What commands do with root keys themselves: main.ts hands it on to them. */
export { destroyRoot, type RootDestroyed } from "./destroy-root.js";
export { type RootCopy, restoreRoot, rootIdOf, splitRoot } from "./root-copies.js";
export { rotateRoot, type RootRotated } from "./rotate-root.js";
export { readShares } from "./shares.js";
export { requireOutside } from "./location.js";
