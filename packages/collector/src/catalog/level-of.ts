import { LEVELS, type Level } from "@wayseal/protocol";

const NAMES = Object.fromEntries(Object.entries(LEVELS).map(([name, number]) => [number, name]));

/** @returns The level of a stored number. @throws {Error} If no level has it. */
export function levelOf<Of extends Level = Level>(number: number): Of {
  const name = NAMES[number];
  if (name === undefined) throw new Error(`No level has the number ${number}`);
  return name as Of;
}
