import { composeAccess } from "../src/clearance/compose-access.js";
import { type Viewer, viewerOf } from "../src/viewer.js";

/** A person who may read, count, look up and export at every site, and is cleared to see all; tests take from it. */
export function aViewer(more: Partial<Viewer> = {}): Viewer {
  const access = composeAccess({
    rights: ["read-journeys", "query", "look-up", "export"],
    clearance: "restricted",
    sites: "*",
  });
  return { ...viewerOf({ id: "v", kind: "person" }, access), purposes: "*", ...more };
}
