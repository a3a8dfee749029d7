/**
 * What `JSON.stringify` asks of each member: gives it as it is, whatever `toJSON` has made of it. Some pages' scripts, such as
 * old Prototype.js, give arrays one.
 */
export function asItIs(this: Readonly<Record<string, unknown>>, key: string): unknown {
  return this[key];
}
