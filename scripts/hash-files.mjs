import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Folders that hold what is made from sources, or what is no source at all. */
const SKIPPED = new Set(["node_modules", "dist", "build", "data", "test", ".wayseal", ".git"]);

/**
 * Hashes files by path and content, so that a clone, a copy or a changed clock never looks like a change.
 *
 * @param {string} root Folder that the paths are relative to.
 * @param {readonly string[]} paths Files, or folders that are read to their leaves. One that is missing counts as such.
 * @returns {string} Hex SHA-256.
 */
export function hashFiles(root, paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap((path) => list(join(root, path))).sort()) {
    hash.update(relative(root, path).split(sep).join("/"));
    hash.update("\0");
    hash.update(createHash("sha256").update(readFileSync(path)).digest());
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function list(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !SKIPPED.has(name) && !/\.test\.tsx?$/.test(name))
    .flatMap((name) => list(join(path, name)));
}
