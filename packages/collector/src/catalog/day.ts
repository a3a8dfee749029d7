/** @returns The UTC day of a time in milliseconds since 1970, as `YYYY-MM-DD`. */
export function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
