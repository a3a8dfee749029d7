import type { PublishedKeys } from "./recipients.js";

/** A merchant property. */
export interface Site {
  readonly id: string;
  readonly name: string;
  /** Allowed `Origin`s, such as `https://shop.example`; `["*"]` allows any. */
  readonly origins: readonly string[];
  readonly created: number;
  /** It refuses streams without a good ingest token. Absent: it does not. */
  readonly requiresToken?: boolean;
  /** Sensitive values are shown to nobody before a second person approved. Absent: clearance is enough. */
  readonly twoPeople?: boolean;
}

/** Public half of a key that signs a site's ingest tokens. The private half is the merchant's. */
export interface IngestKey {
  /** base64url of the first 8 bytes of the JWK's RFC 7638 thumbprint. */
  readonly kid: string;
  readonly site: string;
  readonly name: string;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Buffer;
  readonly created: number;
}

/**
 * State of a recipient key. `next` and `current` are published, `next` second; `accepted` is opened and no longer
 * published; `retired` opens nothing; `destroyed` is a record of a key that is no more.
 */
export type RecipientState = "next" | "current" | "accepted" | "retired" | "destroyed";

/** Recipient key: the browser seals to its public half. */
export interface RecipientKey {
  readonly site: string;
  /** base64url of the first 8 bytes of the JWK's RFC 7638 thumbprint. */
  readonly kid: string;
  /** Raw X25519 public key, 32 bytes. */
  readonly publicKey: Buffer;
  /** The private half, wrapped by the root key; null once it was destroyed. */
  readonly wrapped: Buffer | null;
  readonly created: number;
  readonly state: RecipientState;
  /** When it came into that state. */
  readonly since: number;
  /**
   * `next`: when it becomes current; null where a set signed elsewhere says so. `accepted`: before this it is not
   * retired. Null in every other state.
   */
  readonly due: number | null;
  /** Milliseconds for which it is accepted after another took its place, at least. */
  readonly grace: number;
  /** Milliseconds without anything sealed to it after which it may retire. */
  readonly quiet: number;
  /** When it was said to be in others' hands; null: it was not. */
  readonly compromised: number | null;
  /** When its streams' seen numbers were forgotten; null: they are held. */
  readonly forgotten: number | null;
}

/** The ES256 key that signs a site's key set. `publicKey` is the uncompressed P-256 point, 65 bytes. */
export interface SigningKey {
  readonly site: string;
  readonly publicKey: Buffer;
  /** The private half, wrapped by the root key; null where it is kept off the collector. */
  readonly wrapped: Buffer | null;
  readonly created: number;
  /** Version of the key set; grows whenever its keys change. */
  readonly version: number;
}

/** Sites and the keys that face browsers. */
export interface SiteCatalog {
  addSite(site: Site, recipient: RecipientKey, signing: SigningKey): Promise<void>;
  sites(): Promise<readonly Site[]>;
  /** Of every state, newest first. */
  recipientKeys(site?: string): Promise<readonly RecipientKey[]>;
  /** @returns Null if there is no such site. */
  publishedKeys(site: string): Promise<PublishedKeys | null>;
  signingKey(site: string): Promise<SigningKey | null>;
  setRequiresToken(site: string, required: boolean): Promise<void>;
  setTwoPeople(site: string, required: boolean): Promise<void>;
  addIngestKey(key: IngestKey): Promise<void>;
  /** Of every site, oldest first. */
  ingestKeys(): Promise<readonly IngestKey[]>;
  removeIngestKey(kid: string): Promise<void>;
}
