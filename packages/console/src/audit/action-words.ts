/** What was done, as one says it of somebody. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["sign-in", "signed in"],
  ["sign-in.refused", "was refused a sign-in"],
  ["sign-out", "signed out"],
  ["read", "read sensitive values"],
  ["lookup", "looked a visitor up"],
  ["export", "began an export"],
  ["export.fetch", "fetched an export"],
  ["reveal.ask", "asked for a reveal"],
  ["reveal.approve", "approved a reveal"],
  ["reveal.refuse", "refused a reveal"],
  ["reveal.revoke", "revoked a reveal"],
  ["reveal.end", "a reveal ended"],
  ["policy.apply", "applied a policy"],
  ["preview.make", "made a link to a preview"],
  ["preview.open", "opened a preview"],
  ["key.create", "made a key"],
  ["key.rotate", "turned a key over"],
  ["key.destroy", "destroyed a key"],
  ["key.compromised", "marked a key as known to others"],
  ["person.add", "added a person"],
  ["person.change", "changed a person"],
  ["token.create", "made a token"],
  ["token.revoke", "revoked a token"],
  ["site.add", "added a site"],
  ["site.change", "changed a site"],
  ["request.add", "added a request"],
  ["request.move", "moved a request on"],
  ["erase", "erased a visitor"],
  ["hold", "put a visitor under legal hold"],
  ["hold.release", "released a legal hold"],
  ["quarantine.read", "looked at what was refused"],
  ["quarantine.replay", "took in again what was refused"],
  ["quarantine.drop", "dropped what was refused"],
  ["purge", "purged what expired"],
  ["backup", "made a backup"],
  ["restore", "restored a backup"],
  ["audit.export", "took the audit trail away"],
  ["audit.sign", "had the audit trail signed"],
  ["audit.prune", "removed old entries"],
]);

/** @returns Words for an action, or its name where a newer collector has others. */
export function actionWords(action: string): string {
  return WORDS.get(action) ?? action;
}

/** @returns Who did something: a name, or what they are where there is none. */
export function actorWords(
  { actor, kind }: { readonly actor: string; readonly kind: string },
  names: Readonly<Record<string, string>>,
): string {
  if (Object.hasOwn(names, actor)) return names[actor] ?? actor;
  if (kind === "operator") return "Operator, by command";
  if (kind === "system") return `The collector (${actor})`;
  return actor === "unknown" ? "Somebody unknown" : `${kind} ${actor.slice(0, 8)}`;
}
