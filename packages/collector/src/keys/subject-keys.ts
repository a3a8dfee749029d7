import { randomBytes } from "node:crypto";
import type { SealedLevel } from "@wayseal/protocol";
import type { Dek, EventCatalog } from "../ports/catalog.js";
import { DEK_BYTES } from "./dek.js";
import type { DekSealer } from "./dek-sealer.js";
import { keyCache } from "./key-cache.js";
import type { KekWriter } from "./kek-writer.js";
import { SecretKey } from "./secret-key.js";

/** A DEK in use for writing. */
export interface WritableDek {
  readonly dek: Dek;
  /** The DEK's 16 bytes of id. */
  readonly id: Buffer;
  readonly key: SecretKey;
  /** Whether the catalog is known to hold it: until then, every commit that relies on it carries it. */
  durable: boolean;
}

/** The subject of one visitor, and the DEKs that this process writes it with. */
export interface Subject {
  readonly site: string;
  /** HMAC of the visitor, 32 bytes. */
  readonly visitor: Buffer;
  /** 16 random bytes. */
  readonly id: Buffer;
  /** Whether the catalog is known to hold the mapping. */
  durable: boolean;
  /** By month and level. */
  readonly deks: Map<string, WritableDek | Promise<WritableDek>>;
}

/** Unwraps a DEK, or gives null where this process cannot. The key is the caller's, who drops it. */
export type OpenDek = (dek: Dek) => Promise<SecretKey | null>;

/** How long a process goes on writing with keys that it holds, milliseconds. A process that only writes makes new ones. */
const AGE = 60 * 60_000;
/**
 * The same for a process that could not open them again, milliseconds (docs/keys.md): what it held for longer would be all that
 * its memory tells of what is stored.
 */
export const HELD_AGE = 10 * 60_000;

export interface SubjectKeysOptions {
  readonly catalog: Pick<EventCatalog, "subject" | "usableDek">;
  readonly keks: KekWriter;
  readonly sealer: DekSealer;
  /**
   * Unwraps a DEK that the catalog holds, or returns null. Without it nothing is ever unwrapped to write: a subject
   * that this process has no DEK of gets another (docs/storage.md).
   */
  readonly openDek?: OpenDek | undefined;
  /** Subjects held at once; 20,000, of about 2 KB. */
  readonly limit?: number | undefined;
  /** How long they are held, milliseconds; an hour. */
  readonly age?: number | undefined;
  readonly now?: (() => number) | undefined;
}

export interface SubjectKeys {
  /** The subject that a visitor is stored under: the catalog's, or a new one that the next commit brings in. */
  subject(site: string, visitor: Buffer): Promise<Subject>;
  /** A DEK to write this subject's values of one level and month with. */
  dek(subject: Subject, level: SealedLevel, month: string): WritableDek | Promise<WritableDek>;
  /** The catalog called it stale: its mapping or a DEK is gone, or another process was first. */
  forget(subject: Subject): void;
}

/** One subject a visitor, however many requests ask at once: they all wait for, and share, the same proposal. */
export function createSubjectKeys(options: SubjectKeysOptions): SubjectKeys {
  const { catalog, keks, sealer, openDek, limit = 20_000, age = AGE, now } = options;
  const subjects = keyCache<{ readonly promise: Promise<Subject>; found: Subject | null }>({
    ...{ limit, age, now },
    onDrop: ({ promise }) => void promise.then(dropDeks, () => undefined),
  });

  async function find(site: string, visitor: Buffer): Promise<Subject> {
    const stored = await catalog.subject(site, visitor);
    return { site, visitor, id: stored ?? randomBytes(16), durable: stored !== null, deks: new Map() };
  }

  async function reuse({ site, id: subject }: Subject, level: SealedLevel, month: string): Promise<WritableDek | null> {
    if (openDek === undefined) return null;
    const dek = await catalog.usableDek(site, subject, level, month);
    const key = dek === null ? null : await openDek(dek);
    return dek === null || key === null ? null : { dek, id: Buffer.from(dek.id, "base64url"), key, durable: true };
  }

  async function make({ site, id: subject }: Subject, level: SealedLevel, month: string): Promise<WritableDek> {
    const kek = await keks.use(site, level, month);
    const id = randomBytes(16);
    const identity = { id: id.toString("base64url"), kek: kek.id, site, subject, level, month };
    const secret = randomBytes(DEK_BYTES);
    try {
      const dek = sealer.seal(secret, identity, kek);
      return { dek, id, key: new SecretKey(secret), durable: false };
    } finally {
      secret.fill(0);
    }
  }

  return {
    subject(site, visitor) {
      const key = cacheKey(site, visitor);
      const held = subjects.get(key);
      if (held !== undefined) return held.promise;
      const entry: { promise: Promise<Subject>; found: Subject | null } = { promise: find(site, visitor), found: null };
      subjects.set(key, entry);
      entry.promise.then(
        (subject) => (entry.found = subject),
        () => subjects.get(key) === entry && subjects.delete(key),
      );
      return entry.promise;
    },

    dek(subject, level, month) {
      const key = `${month} ${level}`;
      const held = subject.deks.get(key);
      if (held !== undefined) return held;
      // Two months are in use at once around midnight UTC, no more.
      if (subject.deks.size >= 6) dropDeks(subject);
      const making = reuse(subject, level, month).then((dek) => dek ?? make(subject, level, month));
      subject.deks.set(key, making);
      making.then(
        (dek) => subject.deks.get(key) === making && subject.deks.set(key, dek),
        () => subject.deks.get(key) === making && subject.deks.delete(key),
      );
      return making;
    },

    forget(subject) {
      const key = cacheKey(subject.site, subject.visitor);
      // Another request may have found it stale first, and asked anew.
      if (subjects.get(key)?.found === subject) subjects.delete(key);
      keks.forget(subject.site);
    },
  };
}

/** Overwrites what a subject was written with. Whoever still holds the subject gets new keys. */
function dropDeks({ deks }: Subject): void {
  for (const dek of deks.values())
    void Promise.resolve(dek).then(
      ({ key }) => key.drop(),
      () => undefined,
    );
  deks.clear();
}

function cacheKey(site: string, visitor: Buffer): string {
  return `${site} ${visitor.toString("latin1")}`;
}
