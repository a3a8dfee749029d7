import type { Stack } from "../../collector/test/stack.js";

/**
 * Adds people to a collector that runs.
 *
 * @param access What `wayseal users add` is told besides the e-mail address, by name.
 * @returns Their one-time links, by name.
 */
export async function invitePeople(
  stack: Stack,
  access: Readonly<Record<string, readonly string[]>>,
): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  for (const [name, given] of Object.entries(access)) {
    const who = ["--email", `${name}@shop.example`, "--name", name];
    links.set(name, (await stack.cli<{ link: string }>("users", "add", ...who, ...given)).link);
  }
  return links;
}
