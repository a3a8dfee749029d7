import type { Consent, PreviousStream } from "@wayseal/protocol";
import { toBase64Url } from "./base64url.js";
import type { Device } from "./device.js";
import type { Identity } from "./states.js";
import type { Stream } from "./stream.js";

/** A visit ends after half an hour without an event. */
const SESSION_IDLE = 30 * 60_000;
const KEPT_STREAMS = 2;

export interface PersonOptions {
  /** What the page says of consent; undefined leaves it to what the visitor chose before. */
  readonly consent: Consent | undefined;
  readonly gpc: boolean;
  /** Fills with random bytes. */
  readonly random: (bytes: Uint8Array) => Uint8Array;
  /** Wall clock. */
  readonly now: () => number;
}

/** Who is browsing: ids in memory, and on the device only with consent. */
export interface Person {
  readonly who: Identity;
  /** Notes a sign of life. @returns Whether it began a new session. */
  touch(): boolean;
  /** Global Privacy Control keeps it at `none`. */
  setConsent(consent: Consent): void;
  /** Becomes another visitor, unconnected with the one before. */
  reset(): void;
  /** Earlier streams of this browser. */
  earlier(): readonly PreviousStream[];
  /** Notes how far a stream has come. */
  noteStream(stream: Stream): void;
  /**
   * Follows another tab of the site, in which the visitor has become another or has withdrawn consent: the device's notes
   * are then another's, or gone.
   *
   * @returns Whether that is so.
   */
  follow(): boolean;
  /** Writes down what is known, if it may be, and nothing that another tab has taken back. */
  save(): void;
  keys: string | undefined;
}

export function createPerson(device: Device, { consent: asked, gpc, random, now }: PersonOptions): Person {
  const newId = (): string => toBase64Url(random(new Uint8Array(16)));
  const isId = (id: unknown): id is string => typeof id === "string" && /^[\w-]{22}$/.test(id);
  let notes = gpc || asked === "none" ? {} : device.recall();
  let consent: Consent = !gpc && (asked ?? notes.consent) === "granted" ? "granted" : "none";
  // The choice was withdrawn while we were away.
  if (consent === "none") {
    notes = {};
    device.retain(null);
  }
  let visitor = isId(notes.visitor) ? notes.visitor : newId();
  let session = now() - (notes.seen ?? 0) < SESSION_IDLE && isId(notes.session) ? notes.session : newId();
  let seen = now();
  let streams: readonly PreviousStream[] = Array.isArray(notes.streams) ? notes.streams : [];
  let { keys } = notes;

  /** Whose notes the device has, as far as this tab knows. */
  let noted = notes.visitor;
  const retain = (): void => {
    if (consent !== "granted") return;
    // Another tab may have noted its own streams meanwhile.
    const others = device.recall().streams?.filter(({ stream }) => !streams.some((own) => own.stream === stream)) ?? [];
    device.retain({ visitor, session, seen, consent, streams: [...others, ...streams].slice(-KEPT_STREAMS), keys });
    // Not those that it could not keep.
    noted = device.recall().visitor;
  };
  const follow = (): boolean => {
    const found = device.recall();
    if (consent !== "granted" || found.visitor === noted) return false;
    forget();
    noted = found.visitor;
    if (isId(noted)) {
      visitor = noted;
      if (isId(found.session)) session = found.session;
    } else consent = "none";
    return true;
  };
  const save = (): void => {
    if (!follow()) retain();
  };
  const forget = (): void => {
    visitor = newId();
    session = newId();
    // A list of earlier streams would tie the next visitor to this one.
    streams = [];
  };

  return {
    get who() {
      return { visitor, session, consent, gpc };
    },
    touch() {
      const began = now() - seen > SESSION_IDLE;
      seen = now();
      if (began) session = newId();
      return began;
    },
    setConsent(choice) {
      if (gpc || choice === consent) return;
      consent = choice;
      if (choice === "none") {
        forget();
        device.retain(null);
      }
      retain();
    },
    reset() {
      forget();
      retain();
    },
    follow,
    earlier: () => streams,
    noteStream({ head, count }) {
      streams = [...streams.filter(({ stream }) => stream !== head.id), { stream: head.id, count }].slice(
        -KEPT_STREAMS,
      );
    },
    save,
    get keys() {
      return keys;
    },
    set keys(jws) {
      keys = jws;
      save();
    },
  };
}
