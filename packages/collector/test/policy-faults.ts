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
];
