/** The first address of a stack, in any engine's form: `at f (https://x/a.js:3:7)`, `f@https://x/a.js:3:7`. */
const FRAME = /(https?:\/\/[^\s()@]+?):(\d+)(?::\d+)?(?=[\s)]|$)/;

/** Where an error was made, from the first place in its stack that has an address. Nothing else of a stack is read. */
export function placeOf(thrown: unknown): { readonly source?: string; readonly line?: number } {
  const stack = (thrown as { readonly stack?: unknown } | null | undefined)?.stack;
  const [, source, line] = (typeof stack === "string" && FRAME.exec(stack.slice(0, 4000))) || [];
  return source === undefined ? {} : { source, line: Number(line) };
}
