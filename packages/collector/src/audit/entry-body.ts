import { AUDIT_ACTIONS, AuditError, type AuditEntry } from "../ports/audit.js";

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const SITE = /^[a-z0-9-]{1,64}$/;
/** Names, ids, versions and lists of them: nothing with a space or an @, as nobody's name or address does without. */
const WORD = /^[A-Za-z0-9_.:*,/+-]{0,256}$/;
const NAME = /^[a-z][A-Za-z0-9]{0,31}$/;
const HEX_ID = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;
const MOST_CLASSES = 200;

/**
 * Writes an entry as the bytes that are chained (docs/audit.md): JSON without white space, members in one order, those
 * of `detail` and the classes sorted.
 *
 * @throws {AuditError} If something in it could be a value of somebody's, or has the wrong shape.
 */
export function entryBody(entry: AuditEntry): string {
  const { at, actor, kind, action, site, subject, classes, policy, purpose, detail } = entry;
  must(Number.isSafeInteger(at) && at >= 0, "at");
  must(ID.test(actor), "actor");
  must(["person", "token", "operator", "system"].includes(kind), "kind");
  must(AUDIT_ACTIONS.includes(action), "action");
  if (site !== undefined) must(SITE.test(site), "site");
  if (classes !== undefined) {
    must(classes.length <= MOST_CLASSES, "classes");
    for (const name of classes) must(ID.test(name), "classes");
  }
  if (policy !== undefined) must(Number.isSafeInteger(policy) && policy >= 0, "policy");
  if (purpose !== undefined) must(ID.test(purpose) && !isNumber(purpose), "purpose");
  return JSON.stringify({
    ...{ at, actor, kind, action, site },
    subject: subject === undefined ? undefined : subjectHex(subject),
    classes: classes === undefined ? undefined : [...new Set(classes)].sort(),
    ...{ policy, purpose },
    detail: detail === undefined || Object.keys(detail).length === 0 ? undefined : sorted(detail),
  });
}

function sorted(detail: NonNullable<AuditEntry["detail"]>): Record<string, unknown> {
  const names = Object.keys(detail).sort();
  must(names.length <= 32, "detail");
  return Object.fromEntries(
    names.map((name) => {
      const value = detail[name];
      must(NAME.test(name), "detail");
      if (typeof value === "string") must(WORD.test(value) && !isNumber(value), name);
      else if (typeof value === "number") must(Number.isFinite(value), name);
      else must(typeof value === "boolean", name);
      return [name, value];
    }),
  );
}

/** Whether a text has as many digits in a row as an account or a card; the hex of an id may. */
function isNumber(text: string): boolean {
  return /\d{12}/.test(text) && !HEX_ID.test(text);
}

function subjectHex(subject: string): string {
  if (/^[0-9a-f]{32}$/i.test(subject)) return subject.toLowerCase();
  must(/^[A-Za-z0-9_-]{22}$/.test(subject), "subject");
  return Buffer.from(subject, "base64url").toString("hex");
}

function must(fits: boolean, what: string): void {
  // The value itself may be somebody's: only the name of what holds it is told.
  if (!fits) throw new AuditError(`An audit entry's ${what} is not an id, a name or a number`);
}
