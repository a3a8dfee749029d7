import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { JudgedField } from "./judge-forms.js";

/** A label of the set, the classes that are right for it, and the group it is counted in. */
interface Label {
  readonly group: string;
  readonly classes: readonly string[];
}

const label = (group: string, ...classes: string[]): Label => ({ group, classes });

/** Labels whose values must be refused, whatever `never` class is found. */
const REFUSED: Readonly<Record<string, string>> = {
  password: "password",
  "password.new": "password",
  "password.current": "password",
  totp: "one-time-code",
  cardNumber: "payment-card",
  expiration: "card-expiry",
  expirationMonth: "card-expiry",
  expirationYear: "card-expiry",
  cardSecurityCode: "card-security-code",
};

/** Labels of which recall and precision are counted. */
const COUNTED: Readonly<Record<string, Label>> = {
  emailAddress: label("email", "email"),
  "username OR emailAddress": label("email", "email", "username"),
  phone: label("phone", "phone"),
  firstName: label("given-name", "given-name"),
  middleName: label("given-name", "given-name", "name"),
  lastName: label("family-name", "family-name"),
  fullName: label("name", "name"),
  addressStreet: label("street", "street", "address"),
  addressStreet2: label("street", "street", "address"),
  addressCity: label("city", "city"),
  addressProvince: label("region", "region"),
  addressPostalCode: label("postal-code", "postal-code"),
  addressCountryCode: label("country", "country"),
  birthday: label("birthday", "birthday"),
  birthdayDay: label("birthday", "birthday"),
  birthdayMonth: label("birthday", "birthday"),
  birthdayYear: label("birthday", "birthday"),
};

/**
 * On forms to sign in the set calls the field a username whatever it asks for, `<input type="email" name="email">` too: an
 * e-mail address found there is neither a hit nor wrong.
 */
const EITHER: Readonly<Record<string, readonly string[]>> = { username: ["username", "email"] };

/** By class: the group that a finding of it is counted in. */
const GROUP_OF = new Map(
  Object.values(COUNTED)
    .filter(({ classes }) => classes.length === 1 || classes[0] === "street")
    .flatMap(({ group, classes }) => classes.map((name) => [name, group] as const)),
);

export interface Row {
  readonly group: string;
  /** Fields that hold it. */
  readonly fields: number;
  /** Of these, found or refused. */
  readonly hits: number;
  /** Fields that hold something else and were taken for it. */
  readonly wrong: number;
}

export interface Scores {
  readonly files: number;
  /** Fields that a person labelled. */
  readonly fields: number;
  readonly refused: readonly Row[];
  readonly counted: readonly Row[];
  /** All counted rows together. */
  readonly total: Row;
  /** Fields that were not refused and must be. */
  readonly leaks: readonly JudgedField[];
  /** Fields that were not found, or taken for something else. */
  readonly misses: readonly JudgedField[];
}

/** Which part of the set a page lies in, by its name alone: the first rules were made on three quarters, not on the last. */
export function partOf(file: string): "tuned" | "held out" {
  return (createHash("sha256").update(basename(file)).digest()[0] as number) % 4 === 3 ? "held out" : "tuned";
}

/** Counts what was found among the fields that a person labelled, "unknown" included. */
export function scoreForms(judged: readonly JudgedField[]): Scores {
  const labelled = judged.filter((field) => field.label !== "");
  const isRefused = ({ verdict }: JudgedField): boolean => verdict === "never";
  const isRight = (field: JudgedField): boolean => COUNTED[field.label]?.classes.includes(field.class) ?? false;
  const isWrong = (field: JudgedField): boolean =>
    GROUP_OF.has(field.class) && !isRight(field) && !EITHER[field.label]?.includes(field.class);
  const mustRefuse = labelled.filter((field) => REFUSED[field.label] !== undefined);
  const count = (group: string, fields: readonly JudgedField[], hits: number, wrong: number): Row => ({
    group,
    fields: fields.length,
    hits,
    wrong,
  });
  const refused = [...new Set(Object.values(REFUSED))].map((group) => {
    const fields = mustRefuse.filter((field) => REFUSED[field.label] === group);
    const wrong = labelled.filter((field) => field.class === group && REFUSED[field.label] === undefined).length;
    return count(group, fields, fields.filter(isRefused).length, wrong);
  });
  const counted = [...new Set(Object.values(COUNTED).map(({ group }) => group))].map((group) => {
    const fields = labelled.filter((field) => COUNTED[field.label]?.group === group);
    const wrong = labelled.filter((field) => isWrong(field) && GROUP_OF.get(field.class) === group).length;
    return count(group, fields, fields.filter(isRight).length, wrong);
  });
  const sum = (pick: (row: Row) => number): number => counted.reduce((all, row) => all + pick(row), 0);
  return {
    files: new Set(labelled.map(({ file }) => file)).size,
    fields: labelled.length,
    refused,
    counted,
    total: {
      group: "all of these",
      fields: sum(({ fields }) => fields),
      hits: sum(({ hits }) => hits),
      wrong: sum(({ wrong }) => wrong),
    },
    leaks: mustRefuse.filter((field) => !isRefused(field)),
    misses: labelled.filter((field) => (COUNTED[field.label] !== undefined && !isRight(field)) || isWrong(field)),
  };
}
