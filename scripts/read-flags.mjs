import { parseArgs } from "node:util";

/**
 * Reads the flags of a script. With `--help` it prints the text and ends the process; with anything that the script does
 * not know it prints one line and ends it with 2, before anything has been done.
 *
 * @param {string} help What `--help` prints.
 * @param {readonly string[]} [names] The flags that it takes, without dashes.
 * @returns {Readonly<Record<string, boolean>>} The flags that were given.
 */
export function readFlags(help, names = []) {
  const options = Object.fromEntries(
    ["help", ...names].map((name) => [name, /** @type {const} */ ({ type: "boolean" })]),
  );
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: "boolean", short: "h" } } });
    if (!values.help) return /** @type {Record<string, boolean>} */ (values);
    console.log(help.trim());
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message.split(". ")[0] : error}: see --help`);
    process.exit(2);
  }
}
