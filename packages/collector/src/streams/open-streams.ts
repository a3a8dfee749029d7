import type { RecipientContext } from "../hpke/index.js";
import { keyCache } from "../keys/key-cache.js";
import type { StreamContext } from "../pipeline/states.js";

/** A stream whose hello was opened: later envelopes of it need no key agreement and no hello. */
export interface OpenStream {
  readonly context: StreamContext;
  readonly recipient: RecipientContext;
  /** Record 0 as it was sealed. The same bytes again are as authentic as they were the first time. */
  readonly hello: Buffer;
  /** Whether the catalog holds record 0, so that it need not be stored again. */
  helloStored: boolean;
}

/** Opened streams, of which the least recently used are forgotten and their keys overwritten. */
export interface Streams {
  /** @param key Header and `enc`, the bytes that the stream's id is made of, as latin1. */
  get(key: string): OpenStream | undefined;
  set(key: string, stream: OpenStream): void;
  /** Remembers that a stream's record 0 is durable. */
  stored(context: StreamContext): void;
}

/** How long an opened stream is held, milliseconds. A later envelope of it opens it again. */
const AGE = 60 * 60_000;

/** @param limit Streams held at once; about 3 KB each. */
export function openStreams(limit: number): Streams {
  const streams = keyCache<OpenStream>({ limit, age: AGE, onDrop: (stream) => stream.recipient.destroy() });
  const byContext = new WeakMap<StreamContext, OpenStream>();
  return {
    get: (key) => streams.get(key),
    set(key, stream) {
      streams.set(key, stream);
      byContext.set(stream.context, stream);
    },
    stored(context) {
      const stream = byContext.get(context);
      if (stream !== undefined) stream.helloStored = true;
    },
  };
}
