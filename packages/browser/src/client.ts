import type { Consent } from "@wayseal/protocol";
import { captureAll, type Capturing } from "./capture/capture.js";
import { pageContext } from "./capture/page-context.js";
import type { LoadChunk } from "./chunks.js";
import { createDelivery } from "./delivery.js";
import { openDevice } from "./device.js";
import { guard } from "./guard.js";
import { isSampled } from "./is-sampled.js";
import { listenUntil } from "./listen.js";
import { createKeySource } from "./keyset/key-source.js";
import type { Settings } from "./options.js";
import { deviceOutbox } from "./outbox/on-device.js";
import { memoryOutbox } from "./outbox/memory.js";
import { takeTurn } from "./outbox/take-turn.js";
import { hostPlugins, type Plugin, type PluginContext } from "./plugin.js";
import { createPerson } from "./person.js";
import { amend } from "./redact/amend.js";
import { redactHello } from "./redact/hello.js";
import { redact } from "./redact/redact.js";
import { cleanText } from "./redact/text.js";
import { cleanUrl } from "./redact/url.js";
import { wordsSource } from "./redact/words-source.js";
import { primitivesSource } from "./seal/primitives-source.js";
import { sayWhere } from "./say-where.js";
import { createSealer } from "./sealer.js";
import type { CapturedEvent, RedactedEvent, Sighting } from "./states.js";
import { openStream } from "./stream.js";
import { createTransport } from "./transport/transport.js";

/** What a page calls. Nothing of it throws, and nothing returned rejects. */
export interface Client {
  /** Reports the page's own event. Members whose name or value is of a `never` class are left out. */
  track(name: string, properties?: Readonly<Record<string, unknown>>): void;
  /** Reports a view of the page as it is now, where the SDK cannot see that it changed. */
  page(): void;
  /** Adds properties to each `track` of this page from now on; the event's own win. `reset` and `optOut` forget them. */
  register(properties: Readonly<Record<string, unknown>>): void;
  unregister(name: string): void;
  /** Says who the visitor is to the site. `traits.token` is the merchant's signed token, if it gives one. */
  identify(userId: string, traits?: Readonly<Record<string, unknown>>): void;
  /** Ends this visitor: the next event belongs to another, unconnected one. */
  reset(): void;
  /** Takes the visitor's choice: `granted`, `none`, or `{analytics: boolean}`. */
  consent(choices: Consent | { readonly analytics: boolean }): void;
  /** Stops for good, here and on later pages, and forgets all that waits or is kept. */
  optOut(): void;
  optIn(): void;
  /** Starts a plugin, as the option `plugins` does; once however often it is called with it. */
  use(plugin: Plugin): void;
  /** Sends what waits now. */
  flush(): Promise<void>;
  /** Ends this client. What is sealed is handed over; events that still wait for their first stream are dropped. */
  stop(): void;
}

/** Milliseconds between two requests for a new key set that refusals have asked for. */
const REFRESH_GAP = 60_000;
/** Milliseconds that the rest of the SDK may take. After that events go without what only it may let out. */
const REST_PATIENCE = 5000;
/** Events that wait for it, in memory and nowhere else. */
const MAX_EARLY = 200;

export function createClient(settings: Settings, loadChunk: LoadChunk): Client {
  const {
    site,
    base,
    now = Date.now,
    flushInterval = 2000,
    allow = [],
    query = [],
    plugins = [],
    debug,
    requireConsent,
    sample = 1,
    beforeSend,
  } = settings;
  const {
    fetch: send = window.fetch.bind(window),
    random = (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>),
  } = settings;
  const clock = (): number => performance.now();
  const report = sayWhere(debug);

  const device = openDevice(() => (settings.storage === undefined ? window.localStorage : settings.storage), site);
  const gpc = (window.navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
  const person = createPerson(device, { consent: settings.consent, gpc, random, now });
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  const keysAt = `${base}/v1/sites/${site}/keys`;
  const keys = createKeySource({ ...settings, url: keysAt, fetch: send, subtle, now }, person);
  const loadPrimitives = primitivesSource(subtle, loadChunk);

  // capture → redact → seal → outbox → transport
  let lastRefresh = -Infinity;
  const transport = createTransport(`${base}/v1/streams`, send, now);
  const live = memoryOutbox(now);
  const delivery = createDelivery(transport, {
    live,
    flushInterval,
    exclusive: (run) => takeTurn(`wayseal:${site}`, run, report),
    onKeyRefused(stream) {
      // Once a minute at most: a collector that refuses the key it publishes must not be asked in a circle.
      if (stream !== sealer.stream?.head.id || clock() - lastRefresh < REFRESH_GAP) return;
      lastRefresh = clock();
      renew(true);
    },
    now,
    report,
  });
  // The event may have waited: what somebody types meanwhile must be known before the hook can repeat it.
  const edit = (event: RedactedEvent): RedactedEvent =>
    amend(event, settings, cleanText, cleanUrl, beforeSend && capturing?.typing());
  const sealer = createSealer(delivery.push, edit, report);
  /** What waits, for the moments until the rest of the SDK is here: nothing else may let properties and traits out. */
  const early: (() => void)[] = [];
  let waits = true;
  const release = (): void => {
    for (const run of early.splice(0)) run();
  };
  /** Nothing is captured of a page that somebody looks at to see what would be. */
  const previews = /wayseal-preview=/.test(location.href);
  let patience: ReturnType<typeof setTimeout> | undefined;
  const rest = Promise.race([
    loadChunk("rest")
      .then(() => {
        if (previews) return loadChunk("preview").then(({ showPreview }) => showPreview(settings, abort.signal));
      })
      .catch(report),
    new Promise((resolve) => (patience = setTimeout(resolve, REST_PATIENCE))),
  ]).then(() => {
    clearTimeout(patience);
    waits = false;
    release();
  });
  const needWords = wordsSource(loadChunk, report);
  const seal = (captured: CapturedEvent): void => {
    // By the time a field is left, its words are here.
    if (captured.type === "form_start") {
      void needWords();
      // And what the policy says by then.
      keys(true).catch(report);
    }
    const put = sealer.slot();
    const rules = { allow, query, needWords, registered };
    const run = (): void => put(redact(captured, rules));
    if (waits && early.length < MAX_EARLY && /^(track|identify)$/.test(captured.type)) early.push(run);
    else run();
  };
  const abort = new AbortController();
  let page = location.href;
  const emit = guard((sighting: Sighting): void => {
    if (!capturing) return;
    if (person.touch()) renew(false);
    seal({ time: clock(), page, typing: capturing.typing(), ...sighting });
  }, report);

  const disk = deviceOutbox(`wayseal-${site}`, now);
  /** Without the visitor's consent nothing stays on the device: also not what an earlier page left there. */
  const useDisk = (): void => {
    const agreed = person.who.consent === "granted" && !device.optedOut;
    delivery.useDisk(agreed ? disk : null);
    if (!agreed) disk.clear().catch(report);
  };
  const noteStream = (): void => {
    if (sealer.stream) person.noteStream(sealer.stream);
    person.save();
  };

  const leave = (whole = true): void => {
    release();
    if (whole) capturing?.leave();
    noteStream();
    delivery.leave();
  };

  /**
   * Ends the stream and begins another, under a hello that says how things are now.
   *
   * @param apart The next stream belongs to somebody else and must not name the one before.
   */
  const renew = (refresh: boolean, apart = false): void => {
    if (!apart) noteStream();
    const began = clock();
    const facts = { ...settings, who: person.who, clock: now(), time: began, query, earlier: person.earlier() };
    const address = page;
    sealer.begin(async () => {
      const ready = await loadPrimitives();
      const key = await keys(refresh);
      // Only it can ask the hook.
      if (beforeSend) await rest;
      // What the policy refuses is told by words too.
      if (key.refused) await needWords();
      // In a task of its own: the first question for a time zone costs a browser milliseconds.
      const hello = redactHello({ ...facts, token: await nextToken(), context: pageContext(address) });
      return openStream(ready, key, site, edit(hello), began, report);
    });
  };

  let nextToken = async (): Promise<string | undefined> => settings.token;
  /** Properties of each of the page's own events, from now on: this page's and this visitor's alone. */
  let registered: Readonly<Record<string, unknown>> | undefined;
  let capturing: Capturing | null = null;
  /** Captures what may be captured of whoever is here now; `apart` as in `renew`. */
  const settle = (apart?: boolean): void => {
    if (previews || abort.signal.aborted) return;
    if (apart) registered = undefined;
    useDisk();
    const { consent, visitor } = person.who;
    if (device.optedOut || (requireConsent && consent !== "granted") || !isSampled(visitor, sample)) return end();
    renew(false, apart);
    if (capturing) return;
    capturing = captureAll({ allow, now: clock, emit, report, enter: (address) => (page = address) });
    capturing.shown("load");
  };
  const end = (): void => {
    capturing?.stop();
    capturing = null;
    sealer.stop();
  };

  const forget = (): void => {
    live.clear();
    person.setConsent("none");
    settle(true);
  };
  /** What is told to one tab of the site holds in all of them. */
  const follow = (): void => {
    if (device.optedOut) {
      if (capturing) forget();
    } else if (person.follow()) settle(true);
  };

  const on = listenUntil(abort.signal, report);
  on<PageTransitionEvent>(window, "pagehide", (event) => {
    leave();
    // An open database keeps a page out of some browsers' back-forward cache.
    if (event.persisted) disk.close();
  });
  on<PageTransitionEvent>(window, "pageshow", (event) => {
    if (!event.persisted) return;
    follow();
    capturing?.shown("restore");
  });
  on(window, "storage", follow);
  on(document, "visibilitychange", () => {
    if (document.visibilityState === "hidden") leave(false);
  });

  const consent: Client["consent"] = guard((choices) => {
    const choice: Consent =
      choices === "granted" || (choices as { analytics?: unknown })?.analytics === true ? "granted" : "none";
    // A wish not to be measured at all stands above any later word of a consent platform.
    if (gpc || device.optedOut || abort.signal.aborted || choice === person.who.consent) return;
    emit({ type: "consent", choice });
    person.setConsent(choice);
    settle(choice === "none");
  }, report);
  const token: PluginContext["token"] = (next) => {
    nextToken = next;
    // The stream of now began without.
    if (sealer.stream) renew(false);
  };
  const use = hostPlugins({ emit, consent, token, report, signal: abort.signal });

  guard(settle, report)();
  plugins.forEach(use);

  return {
    consent,
    use,
    track: guard((name, properties) => emit({ type: "track", name: String(name), properties }), report),
    page: guard(() => capturing?.shown("navigate"), report),
    register: guard((properties) => (registered = { ...registered, ...properties }), report),
    unregister: guard((name) => {
      const { [name]: _, ...others } = registered ?? {};
      registered = others;
    }, report),
    identify: guard((userId, traits) => emit({ type: "identify", user: String(userId), traits }), report),
    reset: guard(() => {
      emit({ type: "reset" });
      person.reset();
      settle(true);
    }, report),
    optOut: guard(() => {
      device.optedOut = true;
      forget();
    }, report),
    optIn: guard(() => {
      device.optedOut = false;
      settle();
    }, report),
    flush: () => rest.then(() => delivery.flush()),
    stop: guard(() => {
      leave();
      end();
      abort.abort();
      delivery.stop();
    }, report),
  };
}
