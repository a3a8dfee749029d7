import { hashSecret, newId, newSecret } from "../people/secrets.js";

/** What a code or a pass is for. */
export interface Preview {
  /** By which the audit trail names it, from its making to its opening; no secret. */
  readonly id: string;
  readonly site: string;
  /** The page's origin: from any other a code is worth nothing. */
  readonly origin: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** Codes and passes by which a page may show what would be captured of it. They live in memory and end with the process. */
export interface Previews {
  /** Makes a code that works once, for minutes. */
  make(site: string, origin: string): { readonly id: string; readonly code: string; readonly expires: number };
  /** Spends a code. @returns A pass for the page that is open, which never leaves its memory; null if it was spent, or is none. */
  redeem(code: string, origin: string): (Preview & { readonly pass: string }) | null;
  /** @returns What a pass is for; null if it has ended, or is none. */
  check(pass: string, origin: string): Preview | null;
}

/** Milliseconds: to open a link, and to look at the page. */
const CODE_LIFE = 5 * 60_000;
const PASS_LIFE = 30 * 60_000;
/** Of either kind, the newest. */
const MOST = 1000;

export function createPreviews({ now }: { readonly now: () => number }): Previews {
  const codes = new Map<string, Preview>();
  const passes = new Map<string, Preview>();

  const add = (to: Map<string, Preview>, preview: Preview): string => {
    for (const [key, { expires }] of to) if (expires <= now() || to.size >= MOST) to.delete(key);
    const secret = newSecret();
    to.set(keyOf(secret), preview);
    return secret;
  };
  const find = (among: Map<string, Preview>, secret: string, origin: string): Preview | null => {
    const found = among.get(keyOf(secret));
    return found !== undefined && found.expires > now() && found.origin === origin ? found : null;
  };

  return {
    make(site, origin) {
      const [id, expires] = [newId(), now() + CODE_LIFE];
      return { id, code: add(codes, { id, site, origin, expires }), expires };
    },
    redeem(code, origin) {
      const found = find(codes, code, origin);
      // Whoever tries one at another page has seen it: it is spent then, too.
      codes.delete(keyOf(code));
      if (found === null) return null;
      const preview = { ...found, expires: now() + PASS_LIFE };
      return { ...preview, pass: add(passes, preview) };
    },
    check: (pass, origin) => find(passes, pass, origin),
  };
}

/** Secrets are looked up by their hash: how long it takes tells nothing of them. */
function keyOf(secret: string): string {
  return hashSecret(secret).toString("base64");
}
