import type { Cell } from "../ports/backups.js";

/** @returns A value as it travels. */
export function toCell(value: unknown): Cell {
  return Buffer.isBuffer(value) ? { b: value.toString("base64") } : (value as string | number | null);
}

export function fromCell(cell: Cell): unknown {
  return typeof cell === "object" && cell !== null ? Buffer.from(cell.b, "base64") : cell;
}
