import { fileURLToPath } from "node:url";

/** @returns The folder of another package's built files: in a checkout and under node_modules packages lie beside each other. */
export function beside(name: "browser" | "console"): string {
  return fileURLToPath(new URL(`../../${name}/dist/`, import.meta.url));
}
