import { randomBytes } from "node:crypto";
import { encodeEnvelope } from "@wayseal/protocol";
import { openStream } from "./open-stream.mjs";

/**
 * @typedef {object} Person What a browser would tell of itself.
 * @property {string} country ISO 3166-1 alpha-2.
 * @property {string} language
 * @property {string} zone
 * @property {readonly [number, number]} viewport
 * @property {string} [referrer]
 * @property {{ source?: string, medium?: string, name?: string }} [campaign] Of the page that was entered by.
 */

/**
 * @typedef {object} FieldLife How one field was filled.
 * @property {string} class
 * @property {number} seconds
 * @property {number} [changes] Defaults to 1.
 * @property {number} [refills]
 * @property {boolean} [pasted]
 * @property {boolean} [autofilled]
 * @property {boolean} [filled] Defaults to true.
 * @property {boolean} [valid] Defaults to true.
 * @property {string} [value] Only of fields that the shop allows.
 */

const id = () => randomBytes(16).toString("base64url");

/**
 * A visitor whose journey is told step by step, and sealed as it is told. One stream a page, as the SDK would.
 *
 * @param {{ site: string, key: { kid: string, x: string }, origin: string, person: Person, begin: number }} settings
 *   `begin` is when the first page was opened, milliseconds since 1970.
 */
export function createVisitor({ site, key, origin, person, begin }) {
  const visitor = id();
  let session = id();
  let clock = begin;
  let consent = /** @type {"none" | "granted"} */ ("none");
  let first = true;
  /** @type {{ stream: ReturnType<typeof openStream>, began: number, records: import("@wayseal/protocol").SealedRecord[], lost: boolean }[]} */
  const streams = [];
  let touched = { form: "", at: 0, filled: 0, field: "" };

  const tell = (/** @type {object} */ event) => {
    const current = streams.at(-1);
    if (current === undefined) throw new Error("A journey begins with a page.");
    current.records.push(current.stream.seal({ ...event, at: clock - current.began }));
  };

  const begun = (/** @type {string} */ path) => {
    const previous = streams.at(-1);
    streams.push({ stream: openStream(site, key), began: clock, records: [], lost: false });
    tell({
      type: "hello",
      schema: 1,
      sdk: "fernwood/0.1.0",
      visitor,
      session,
      clock,
      url: origin + path,
      ...(first && person.referrer !== undefined ? { referrer: person.referrer } : {}),
      viewport: person.viewport,
      language: person.language,
      zone: person.zone,
      consent,
      ...(first && person.campaign !== undefined ? { campaign: person.campaign } : {}),
      country: person.country,
      ...(previous === undefined ? {} : { previous: [{ stream: previous.stream.id, count: previous.records.length }] }),
      generated: true,
    });
  };

  const self = {
    /** @param {number} seconds */
    wait(seconds) {
      clock += Math.round(seconds * 1000);
      return self;
    },
    /** A new visit, some hours later. @param {number} hours */
    later(hours) {
      session = id();
      return self.wait(hours * 3600);
    },
    /** @param {string} path @param {string} title @param {Readonly<Record<string, number>>} [forms] Fields by form. */
    page(path, title, forms = {}) {
      begun(path);
      tell({ type: "page_view", title: `${title} · Fernwood Tea & Kettle`, kind: "load" });
      for (const [form, fields] of Object.entries(forms)) tell({ type: "form_view", form, fields });
      first = false;
      return self;
    },
    /** Agrees to the cookie question: consent changes, so a new stream begins. @param {string} path */
    agree(path) {
      self.click("button", "Yes, that's fine");
      tell({ type: "consent", choice: "granted" });
      consent = "granted";
      begun(path);
      return self;
    },
    /** @param {string} role @param {string} name @param {string} [target] Path that a link leads to. */
    click(role, name, target) {
      tell({ type: "click", role, name, ...(target === undefined ? {} : { target: origin + target }) });
      return self;
    },
    /** @param {string} form @param {string} field @param {FieldLife} life */
    fill(form, field, { seconds, changes = 1, refills = 0, pasted = false, autofilled = false, ...life }) {
      if (touched.form !== form) {
        touched = { form, at: clock, filled: 0, field };
        tell({ type: "form_start", form, field });
      }
      self.wait(seconds);
      const { class: kind, filled = true, valid = true, value } = life;
      touched = { ...touched, field, filled: touched.filled + (filled ? 1 : 0) };
      const duration = Math.round(seconds * 1000);
      const told = { type: "field", form, field, class: kind, duration, changes, refills, pasted, autofilled };
      tell({ ...told, filled, valid, ...(value === undefined ? {} : { value }) });
      return self;
    },
    /** @param {string} form @param {string} field @param {string} kind A `ValidityState` property. */
    error(form, field, kind) {
      tell({ type: "form_error", form, field, kind });
      return self;
    },
    submit() {
      tell({ type: "form_submit", form: touched.form, duration: clock - touched.at, filled: touched.filled });
      touched = { form: "", at: 0, filled: 0, field: "" };
      return self;
    },
    abandon() {
      const { form, at, filled, field } = touched;
      tell({ type: "form_abandon", form, duration: clock - at, filled, field });
      touched = { form: "", at: 0, filled: 0, field: "" };
      return self;
    },
    /** @param {string} name @param {Readonly<Record<string, import("@wayseal/protocol").JsonValue>>} properties */
    track(name, properties) {
      tell({ type: "track", name, properties });
      return self;
    },
    /** @param {number} scroll Percent of the page. @param {number} [share] Of the time that was spent in use. */
    leave(scroll, share = 0.85) {
      const began = streams.at(-1)?.began ?? clock;
      tell({ type: "page_leave", engaged: Math.round((clock - began) * share), scroll });
      return self;
    },
    /** The page's last record never arrives, as where a phone loses its network: the next page tells of it. */
    lose() {
      const current = streams.at(-1);
      if (current !== undefined) current.lost = true;
      return self;
    },
    /** @returns {{ body: Uint8Array, events: number, ended: number }} What is to be posted now. */
    seal() {
      const sent = streams.map(({ stream, records, lost }) => ({
        stream,
        records: lost ? records.slice(0, -1) : records,
      }));
      const now = Date.now();
      const envelopes = sent.map(({ stream, records }) => encodeEnvelope(stream.header, stream.enc, now, records));
      const events = sent.reduce((count, { records }) => count + records.length, 0);
      return { body: Buffer.concat(envelopes), events, ended: clock };
    },
  };
  return self;
}

/** @typedef {ReturnType<typeof createVisitor>} Visitor */
