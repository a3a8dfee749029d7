import { isNode, LineCounter, parseDocument, visit } from "yaml";
import type { Pack } from "../packs/pack.js";
import { findFault } from "./find-fault.js";
import { PolicyError } from "./policy-error.js";
import { type PolicyFile, policyFile } from "./policy-file.js";

/**
 * Reads a policy file and checks it against the built-in classes and the packs.
 *
 * @param where What errors name it by.
 * @throws {PolicyError} On the first fault; the message names line and column.
 */
export function readPolicy(text: string, where: string, packs: readonly Pack[]): PolicyFile {
  const lines = new LineCounter();
  // Aliases and merges are left out: what a privacy officer reads stands where it is read.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false, version: "1.2" });
  const at = (offset: number, why: string) => {
    const { line, col } = lines.linePos(offset);
    return new PolicyError(where, line, col, why);
  };
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken !== undefined) throw at(broken.pos[0], `is not valid YAML: ${broken.message.split("\n")[0] ?? ""}`);

  /** Where a path stands, or the nearest thing around it that does. With `key` the member's name, not its value. */
  const fault = (path: readonly PropertyKey[], why: string, key = false): PolicyError => {
    for (let length = path.length; length >= 0; length--) {
      const inner = path.slice(0, length) as (string | number)[];
      const range = (key && length === path.length ? keyRange(document, inner) : null) ?? rangeOf(document, inner);
      if (range !== null) return at(range, inner.length === 0 ? why : `${inner.join(".")} ${why}`);
    }
    return new PolicyError(where, 0, 0, why);
  };

  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 0 });
  } catch {
    throw at(aliasOf(document), "uses an alias (*name): write out what it stands for");
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new PolicyError(where, 1, 1, "must be a policy, which begins with format: 1");
  }
  const read = policyFile.safeParse(content, { reportInput: false });
  if (!read.success) {
    const issue = deepest(read.error.issues[0]!);
    if (issue.code === "unrecognized_keys") {
      const name = issue.keys[0]!;
      throw fault([...issue.path, name], "is nothing that a policy says here", true);
    }
    const isMissing = issue.code === "invalid_type" && !hasPath(content, issue.path);
    if (isMissing || (issue.path.length === 1 && !hasPath(content, issue.path))) {
      throw fault(issue.path.slice(0, -1), `must say ${String(issue.path.at(-1))}`);
    }
    throw fault(issue.path, wordsOf(issue), issue.code === "invalid_key");
  }
  const wrong = findFault(read.data, packs);
  if (wrong !== null) throw fault(wrong.path, wrong.why, wrong.key === true);
  return read.data;
}

type Issue = {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  /** Of a name that is not as it should be: why. */
  readonly issues?: readonly Issue[];
  /** Of another type: the one that it should be. */
  readonly expected?: string;
  /** Of a size: of what, and its bound. */
  readonly origin?: string;
  readonly maximum?: number;
};

/** What is wrong, in the format's own words or in ours: those of the library say nothing to who writes a policy. */
function wordsOf({ code, message, issues, expected, origin, maximum }: Issue): string {
  if (code === "invalid_key") return issues?.[0] === undefined ? "is no name that may stand here" : wordsOf(issues[0]);
  if (message.startsWith("Too small")) return origin === "array" ? "must name at least one" : "must not be empty";
  if (message.startsWith("Too big")) return `must be ${maximum ?? 0} characters at most`;
  if (!message.startsWith("Invalid")) return message;
  if (expected === "array") return "must be a list, such as [email, phone]";
  if (expected === "record" || expected === "object") return "must be names with values, such as { name: value }";
  return expected === "string" ? "must be text" : "is not as it should be";
}

/** Of a choice of shapes, what is wrong with the one that fits best. */
function deepest(issue: unknown): Issue & { keys: readonly string[] } {
  const found = issue as Issue & { errors?: readonly (readonly Issue[])[]; keys: readonly string[] };
  if (found.code !== "invalid_union" || found.errors === undefined) return found;
  const inner = found.errors.flat().sort((a, b) => b.path.length - a.path.length);
  const best = inner.find((one) => one.code !== "invalid_type") ?? inner[0];
  return best === undefined ? found : deepest({ ...best, path: [...found.path, ...best.path] });
}

function hasPath(content: unknown, path: readonly PropertyKey[]): boolean {
  let value = content;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !(part in value)) return false;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return true;
}

type Parsed = ReturnType<typeof parseDocument>;

function rangeOf(document: Parsed, path: readonly (string | number)[]): number | null {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

/** Where the first alias stands. */
function aliasOf(document: Parsed): number {
  let found = 0;
  visit(document, {
    Alias(_, { range }) {
      found = range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

function keyRange(document: Parsed, path: readonly (string | number)[]): number | null {
  const map: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const items = (map as { items?: readonly { key?: unknown }[] } | null)?.items ?? [];
  const pair = items.find(({ key }) => isNode(key) && (key as { value?: unknown }).value === path.at(-1));
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
}
