import { readdirSync, readFileSync } from "node:fs";
import { isFieldClass } from "@wayseal/protocol";
import { parse } from "yaml";
import { type Pack, pack } from "./pack.js";

const FOLDER = new URL("../../../packs/", import.meta.url);
let read: readonly Pack[] | null = null;

/** @returns The packs that came with this release, by id: one file each. @throws If one of them is damaged. */
export function readPacks(): readonly Pack[] {
  return (read ??= readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => checked(name, pack.parse(parse(readFileSync(new URL(name, FOLDER), "utf8"))))));
}

function checked(name: string, found: Pack): Pack {
  if (name !== `${found.id}.yaml`) throw new Error(`The pack ${found.id} must be in ${found.id}.yaml`);
  const unknown = found.rows.find((row) => !isFieldClass(row.class));
  if (unknown !== undefined)
    throw new Error(`The pack ${found.id} names the class ${unknown.class}, which there is not`);
  return found;
}
