import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a visitor types and nobody may find. Long enough that no other bytes look like them by chance. */
export const CANARIES = {
  card: "4929 7183 0462 5178",
  code: "83947261",
  password: "Zebra-Quartz!Vow77",
  email: "anna.kanarek@kettle-canary.example",
  street: "Kanarienweg 4711b",
  id: "078-05-1120-CANARY",
} as const;

export type CanaryName = keyof typeof CANARIES;

/** The forms in which its bytes could hide: as typed, squeezed, and in the encodings that software uses. */
export function encodingsOf(value: string): Buffer[] {
  const texts = new Set([value]);
  const squeezed = value.replace(/[\s-]/g, "");
  // A squeezed word that is short or only letters would be found by chance.
  if (squeezed.length >= 8) texts.add(squeezed);
  const found: Buffer[] = [];
  for (const text of texts) {
    const bytes = Buffer.from(text, "utf8");
    const escaped = [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    const entities = [...text].map((char) => `&#${char.charCodeAt(0)};`).join("");
    const forms = [
      text,
      text.toLowerCase(),
      JSON.stringify(text).slice(1, -1),
      escaped,
      entities,
      encodeURIComponent(text),
      encodeURIComponent(text).toLowerCase(),
      new URLSearchParams({ v: text }).toString().slice(2),
      bytes.toString("hex"),
      bytes.toString("hex").toUpperCase(),
      [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    ];
    found.push(
      ...forms.map((form) => Buffer.from(form)),
      Buffer.from(text, "utf16le"),
      Buffer.from(text, "utf16le").swap16(),
    );
    // Base64 of a text depends on where it begins in what was encoded: three ways, without the ends that neighbours change.
    for (const shift of [0, 1, 2]) {
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
        .toString("base64")
        .replace(/=+$/, "");
      const core = encoded.slice(shift === 0 ? 0 : shift + 1, (bytes.length + shift) % 3 === 0 ? undefined : -1);
      found.push(Buffer.from(core), Buffer.from(core.replaceAll("+", "-").replaceAll("/", "_")));
    }
  }
  return found;
}

const NEEDLES = Object.entries(CANARIES).map(([name, value]) => ({
  name: name as CanaryName,
  needles: encodingsOf(value),
}));

/** @returns The canaries that `bytes` holds in any encoding. */
export function findCanaries(bytes: Buffer): CanaryName[] {
  return NEEDLES.filter(({ needles }) => needles.some((needle) => bytes.includes(needle))).map(({ name }) => name);
}

export interface Finding {
  readonly path: string;
  readonly canaries: readonly CanaryName[];
}

/** Searches every file below `folder`. @returns How many files and bytes were read, and where something was found. */
export function searchFiles(folder: string): { files: number; bytes: number; findings: Finding[] } {
  let files = 0;
  let bytes = 0;
  const findings: Finding[] = [];
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, entry);
    if (!lstatSync(path).isFile()) continue;
    const content = readFileSync(path);
    files++;
    bytes += content.length;
    const canaries = [...new Set([...findCanaries(content), ...findCanaries(Buffer.from(entry))])];
    if (canaries.length > 0) findings.push({ path: entry, canaries });
  }
  return { files, bytes, findings };
}
