/** Who follows a link, and when it was pressed. */
export interface Pass {
  /** Ids of one site say nothing to another, which has keys and people of its own. */
  readonly site: string;
  readonly visitor: string;
  readonly session: string;
  /** Wall clock: it is the same device's on both sides. */
  readonly at: number;
}

/** Milliseconds for which a link says who follows it. */
export const PASS_AGE = 120_000;

const MARK = "#wayseal=";
const PASS = /^#wayseal=([a-z\d-]{1,64})\.([\w-]{22})([\w-]{22})(\d{13})$/;

/** @returns A fragment: no server is told it, and no log and no referrer holds it. */
export function writePass({ site, visitor, session, at }: Pass): string {
  return `${MARK}${site}.${visitor}${session}${at}`;
}

/** @returns Whether a fragment claims to say who follows a link, well formed or not. */
export function isPass(fragment: string): boolean {
  return fragment.startsWith(MARK);
}

/** @returns What a fragment says; undefined where it is none of ours. */
export function readPass(fragment: string): Pass | undefined {
  const [, site, visitor, session, at] = PASS.exec(fragment) ?? [];
  return site && visitor && session ? { site, visitor, session, at: Number(at) } : undefined;
}
