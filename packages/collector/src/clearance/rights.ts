/** What may be done, as a closed list; what is not on it nobody can be given. Each is said in words for people. */
export const RIGHTS = {
  "read-journeys": "read journeys, each field as far as their clearance reaches",
  query: "ask for counts: trends and loss",
  "look-up": "find a visitor by a value of theirs",
  export: "take out what is held about a visitor",
  "handle-requests": "work on people's requests under data protection laws",
  "ask-reveals": "ask to see named classes of one visitor for a while",
  "approve-reveals": "approve, refuse and revoke what others ask to see",
  erase: "erase a visitor, and put one under legal hold",
  "mend-quarantine": "look at what was refused, and take it in again",
  "manage-keys": "see the keys and what depends on them",
  "manage-people": "add people, change what they may see, and disable them",
  "manage-policy": "apply another policy",
  "read-audit": "read the audit trail and verify it",
  "keep-audit": "have the audit trail signed at once, and take its evidence away",
} as const;

export type Right = keyof typeof RIGHTS;

/** Rights that bring what was captured of single people before somebody's eyes. */
export const CUSTOMER_DATA = [
  "read-journeys",
  "look-up",
  "export",
  "handle-requests",
  "ask-reveals",
  "mend-quarantine",
] as const satisfies readonly Right[];

export function isRight(name: string): name is Right {
  return Object.hasOwn(RIGHTS, name);
}
