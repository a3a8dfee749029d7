/**
 * Loads what a name stands for in a table of imports.
 *
 * @returns What is loaded, or all of the table where it has no such name.
 */
export async function loadNamed<Loaded>(
  table: Readonly<Record<string, () => Promise<Loaded>>>,
  name: string | undefined,
): Promise<readonly Loaded[]> {
  const one = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
  return Promise.all((one === undefined ? Object.values(table) : [one]).map((load) => load()));
}
