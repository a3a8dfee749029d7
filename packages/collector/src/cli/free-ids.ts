import type { Command } from "commander";

/** A key's id has 11 characters of base64url, any other id 22. One in 64 of either begins with a hyphen. */
const ID = /^-(?:[\w-]{10}|[\w-]{21})$/;

/**
 * Puts ids that begin with a hyphen behind `--`, where they are not taken for options, and those that are an option's value
 * into the same argument as that: by itself one that begins with `-V` would be taken for the question for the version.
 *
 * @returns The same arguments in an order that means what their sender meant.
 */
export function freeIds(program: Command, args: readonly string[]): string[] {
  const takesValue = new Map(
    allCommands(program)
      .flatMap(({ options }) => options)
      .flatMap(({ long, short, required, optional }) =>
        [long, short].flatMap((flag) => (flag ? [[flag, required || optional] as const] : [])),
      ),
  );
  const [kept, ids]: [string[], string[]] = [[], []];
  for (const [at, arg] of args.entries()) {
    if (arg === "--") return [...kept, "--", ...ids, ...args.slice(at + 1)];
    if (!ID.test(arg) || takesValue.has(arg)) kept.push(arg);
    else if (takesValue.get(args[at - 1] ?? "") !== true) ids.push(arg);
    else kept.push(`${kept.pop()}${args[at - 1]?.startsWith("--") ? "=" : ""}${arg}`);
  }
  return ids.length === 0 ? kept : [...kept, "--", ...ids];
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}
