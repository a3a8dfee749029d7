import { SEALED_LEVELS, type SealedLevel } from "@wayseal/protocol";
import { InvalidArgumentError } from "commander";

/** Reads an argument that names a level. @throws {InvalidArgumentError} */
export function sealedLevel(text: string): SealedLevel {
  const level = SEALED_LEVELS.find((one) => one === text);
  if (level === undefined) throw new InvalidArgumentError(`A level is one of ${SEALED_LEVELS.join(", ")}.`);
  return level;
}
