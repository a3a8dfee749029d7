import { chmodSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * Makes a built file a command of the repository, as npm does when it installs. npm came before the build here, found no
 * such file and made no link: `npx` would look for a package of that name instead, in the registry.
 *
 * @param {string} root
 * @param {string} name
 * @param {string} file Path from the root.
 */
export function linkCommand(root, name, file) {
  const link = join(root, "node_modules/.bin", name);
  chmodSync(join(root, file), 0o755);
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(root, file)), link);
}
