/** Types of a program that is plain JavaScript on purpose: it shares nothing with the packages, not even a compiler. */
export interface Jwk {
  readonly kid: string;
  readonly x: string;
}

export interface SealedRecord {
  readonly seq: number;
  readonly ciphertext: Buffer;
}

export interface Stream {
  /** base64url of the stream's id. */
  readonly id: string;
  readonly records: SealedRecord[];
}

export function fetchKey(collector: string, site: string, signingKey?: string): Promise<Jwk>;
export function openStream(site: string, jwk: Jwk): Stream;
export function seal(stream: Stream, event: object): SealedRecord;
export function envelope(stream: Stream, sent: number, records?: readonly SealedRecord[]): Buffer;
export function send(collector: string, body: Uint8Array): Promise<{ status: number; text: string }>;
export function journey(site: string, visitor: string, clock?: number): object[];
/** @returns Names of what came out otherwise than on the page. */
export function checkVectors(): string[];
