/** A policy file with one fault, and the one line that it gets, by CLI and by API alike. */
export interface PolicyFault {
  readonly name: string;
  readonly source: string;
  /** Of the fault, each from 1. */
  readonly line: number;
  readonly column: number;
  readonly why: string;
}

const fault = (name: string, text: string, line: number, column: number, why: string): PolicyFault => ({
  ...{ name, source: `format: 1\n${text}\n`, line, column, why },
});

export const POLICY_FAULTS: readonly PolicyFault[] = [
  fault("no YAML", "classes: [", 3, 1, "is not valid YAML"),
  fault("nothing that a policy says", "clases: {}", 2, 1, "clases is nothing that a policy says here"),
  fault(
    "an unknown class",
    "storage:\n  deny:\n    - { class: shoe-size }",
    ...([4, 16, "names the class shoe-size, which there is not"] as const),
  ),
  fault(
    "an unknown group",
    'storage:\n  deny:\n    - { class: "@feet" }',
    ...([4, 16, "names the group @feet, which there is not"] as const),
  ),
  fault(
    "a class that goes round",
    "classes:\n  a: { extends: b }\n  b: { extends: a }",
    ...([3, 17, "classes.a.extends goes round in a circle: a → b → a"] as const),
  ),
  fault(
    "allow and deny by groups that go round",
    'groups:\n  a: ["@b"]\n  b: ["@a"]\nstorage: { allow: [{ class: "@a" }], deny: [{ class: "@b" }] }',
    ...([3, 3, "groups.a goes round in a circle: @a → @b → @a"] as const),
  ),
  fault(
    "an allow that is denied",
    "storage:\n  allow: [{ form: pay }]\n  deny: [{ form: pay }]",
    ...([3, 11, "storage.allow.0 allows what storage.deny.0 denies: deny wins, so one of the two must go"] as const),
  ),
  fault(
    "an impossible clearance",
    "viewing:\n  allow: [{ class: iban, clearance: internal }]",
    ...([3, 37, "is an impossible clearance: iban is sealed at restricted, which internal holds no key for"] as const),
  ),
  fault(
    "a clearance for what is never stored",
    "viewing:\n  allow: [{ class: password }]",
    ...([3, 11, "is impossible: password is never stored, so no clearance can see it"] as const),
  ),
  fault(
    "what is never captured, loosened",
    "classes:\n  password: { treatment: keep }",
    ...([3, 26, "cannot loosen password: it is never captured, whatever a policy says"] as const),
  ),
  fault(
    "a class by a name that may not be",
    "classes:\n  Loyalty: { level: internal }",
    ...([3, 3, "classes.Loyalty must be a name of a-z, 0-9 and -, such as loyalty-number"] as const),
  ),
  fault(
    "a site by an id that may not be",
    "jurisdictions:\n  sites: { Shop_1: DE }",
    ...([3, 12, "jurisdictions.sites.Shop_1 must be a site id: 1 to 64 characters of a-z, 0-9 and -"] as const),
  ),
  fault("a group of nothing", "groups:\n  a: []", 3, 6, "groups.a must name at least one"),
  fault("a list of classes", "classes: []", 2, 10, "classes must be names with values, such as { name: value }"),
  fault("a group that is no list", "groups: { a: email }", 2, 14, "groups.a must be a list, such as [email, phone]"),
  fault(
    "an alias",
    "groups: &a { x: [email] }\nclasses: *a",
    ...([3, 10, "uses an alias (*name): write out what it stands for"] as const),
  ),
];
