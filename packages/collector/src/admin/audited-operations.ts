import type { RequestAnswer } from "../api.js";
import { audited } from "../audit/audited.js";
import { byOperator } from "../audit/by-operator.js";
import type { AuditAction, AuditEntry } from "../ports/audit.js";
import { chosen } from "../quarantine/chosen.js";
import { accessDetail } from "./access-detail.js";
import { type AdminParts, policiesOf } from "./operation.js";
import type { AnswerOf, ArgsOf, OperationName } from "./operations.js";

type Detail = NonNullable<AuditEntry["detail"]>;

/** What is written down of an operation before it is run, and after it where it made something that has an id. */
interface Told<Name extends OperationName> extends Partial<Omit<AuditEntry, "at" | "actor" | "kind">> {
  readonly action: AuditAction;
  /** It is of one site, the only one where none was named. */
  readonly ofSite?: true;
  readonly made?: (answer: AnswerOf<Name>) => Detail;
  /** What of somebody's stands in the answer, which nobody knows before. Null: nothing. */
  readonly shows?: (answer: AnswerOf<Name>) => Pick<AuditEntry, "classes" | "detail"> | null;
}

type Describe<Name extends OperationName> = (
  args: ArgsOf<Name>,
  parts: AdminParts,
) => Told<Name> | Promise<Told<Name>> | null;

const person =
  (change: string) =>
  async ({ email }: { readonly email: string }, { catalog }: AdminParts) => {
    const found = await catalog.personByEmail(email.toLowerCase());
    return { action: "person.change" as const, detail: { change, person: found?.id ?? "unknown" } };
  };
/** An id as the caller wrote it: what is none leads nowhere, and is not kept. */
const id = (text: string) => (/^[\w-]{1,64}$/.test(text) ? text : "unknown");

const reveal =
  (action: AuditAction) =>
  async ({ id: named }: { readonly id: string }, { catalog }: AdminParts) => {
    const detail = { reveal: id(named) };
    const found = await catalog.reveal(detail.reveal);
    if (found === null) return { action, detail };
    const { site, subject, classes, purpose } = found;
    return { action, site, subject: subject.toString("hex"), classes, purpose, detail };
  };

/** How a person is reached, where it is still kept. */
const contactOf = ({ id: request, contact }: RequestAnswer) =>
  contact === null ? null : { classes: ["contact"], detail: { request } };

const requestNamed = async (named: string, { catalog }: AdminParts) => {
  const request = id(named);
  const found = await catalog.request(request);
  return { request, site: found === null ? {} : { site: found.site } };
};

/** The version of the policy that decides what is shown. */
const inForce = async (parts: AdminParts) => ({ policy: (await policiesOf(parts).current()).version });

/** Every operation: what is told of it, or null where it neither changes anything nor shows anybody's data. */
export const AUDITED: { readonly [Name in OperationName]: Describe<Name> | null } = {
  "sites.add": ({ id: site }) => ({ action: "site.add", site }),
  "sites.change": ({ id: site, twoPeople }) => ({ action: "site.change", site, detail: { twoPeople } }),
  "sites.list": null,
  "sites.tag": null,
  "users.add": (args) => ({
    action: "person.add",
    detail: accessDetail(args),
    made: ({ person }) => ({ person: person.id }),
  }),
  "users.list": null,
  "users.change": async (args, parts) => {
    const { action, detail } = await person("access")(args, parts);
    return { action, detail: { ...detail, ...accessDetail(args) } };
  },
  "users.disable": person("disable"),
  "users.enable": person("enable"),
  "users.reset-password": person("reset-password"),
  "tokens.create": ({ days, ...args }) => ({
    action: "token.create",
    detail: { ...accessDetail(args), days: days ?? "never" },
    made: ({ id: token }) => ({ token }),
  }),
  "tokens.list": null,
  "tokens.revoke": ({ id: token }) => ({ action: "token.revoke", detail: { token: id(token) } }),
  "ingest.create": ({ site }) => ({ action: "key.create", site, detail: { of: "ingest" } }),
  "ingest.list": null,
  "ingest.revoke": ({ kid }) => ({ action: "key.destroy", detail: { of: "ingest", key: id(kid) } }),
  "ingest.require": ({ site, required }) => ({ action: "site.change", site, detail: { requiresToken: required } }),
  "keys.list": null,
  "recipients.rotate": () => ({ action: "key.rotate", ofSite: true, detail: { of: "recipient" } }),
  "recipients.destroy": ({ kid }) => ({ action: "key.destroy", detail: { of: "recipient", key: id(kid) } }),
  "recipients.compromised": ({ kid }) => ({ action: "key.compromised", detail: { of: "recipient", key: id(kid) } }),
  "recipients.unsigned": null,
  "recipients.publish": () => ({ action: "key.rotate", ofSite: true, detail: { of: "signed-set" } }),
  "keys.rotate-kek": ({ site }) => ({
    action: "key.rotate",
    ...(site !== undefined && { site }),
    detail: { of: "kek" },
  }),
  "keys.refresh-plan": null,
  "keys.refresh-step": ({ kek }) => ({ action: "key.rotate", detail: { of: "kek", key: id(kek), moves: true } }),
  "keys.destroy-kek": ({ kek }) => ({ action: "key.destroy", detail: { of: "kek", key: id(kek) } }),
  "erasures.erase": ({ subject }) => ({
    action: "erase",
    ofSite: true,
    subject,
    made: ({ id }) => ({ erasure: id }),
  }),
  "erasures.read": null,
  "erasures.list": null,
  "receipts.key": null,
  // What the commit of an event writes in a process that may.
  "lookups.index": null,
  // Its class is told once it is known to be one: what was typed there may be anything.
  "lookups.find": async ({ class: name }, parts) => ({
    action: "lookup",
    ofSite: true,
    ...(await inForce(parts)),
    made: ({ matches }) => ({ class: id(name), matches: matches.length }),
  }),
  "audit.state": null,
  "audit.key": null,
  "audit.list": null,
  // Once, as it begins.
  "audit.page": ({ why, entries, checkpoints }) =>
    why === "export" && entries === 0 && checkpoints === 0 ? { action: "audit.export" } : null,
  "requests.add": ({ kind }) => ({
    action: "request.add",
    ofSite: true,
    detail: { of: kind },
    made: ({ id: request }) => ({ request }),
    shows: contactOf,
  }),
  "requests.list": () => ({ action: "read", ofSite: true, classes: ["contact"], detail: { of: "requests" } }),
  "requests.show": async ({ id: named }, parts) => {
    const { request, site } = await requestNamed(named, parts);
    return { action: "read", ...site, classes: ["contact"], detail: { request } };
  },
  "requests.move": async ({ id: named, move }, parts) => {
    const { request, site } = await requestNamed(named, parts);
    return { action: "request.move", ...site, detail: { request, move: move.move }, shows: contactOf };
  },
  "holds.add": ({ subject }) => ({ action: "hold", ofSite: true, subject, made: ({ id }) => ({ hold: id }) }),
  "holds.release": async ({ id: named }, { catalog }) => {
    const detail = { hold: id(named) };
    const found = await catalog.hold(detail.hold);
    if (found === null) return { action: "hold.release", detail };
    return { action: "hold.release", site: found.site, subject: found.subject.toString("hex"), detail };
  },
  "holds.list": null,
  "retention.purge": ({ site, dryRun = false }) => ({
    action: "purge",
    ...(site !== undefined && { site }),
    detail: { dryRun },
  }),
  "quarantine.list": () => ({ action: "quarantine.read", ofSite: true, detail: { list: true } }),
  "quarantine.show": ({ id: record }) => ({ action: "quarantine.read", ofSite: true, detail: { record } }),
  "quarantine.replay": (args) => ({
    ...{ action: "quarantine.replay", ofSite: true, detail: chosen(args) },
    made: ({ stored, duplicates, refused }) => ({ stored, duplicates, refused: refused.length }),
  }),
  "quarantine.drop": (args) => ({
    ...{ action: "quarantine.drop", ofSite: true, detail: chosen(args) },
    made: ({ dropped }) => ({ dropped }),
  }),
  "policy.list": null,
  "policy.show": null,
  "policy.explain": null,
  "policy.compare": null,
  "policy.apply": ({ after }) => ({
    action: "policy.apply",
    policy: after + 1,
    made: ({ from, changes }) => ({
      ...{ from, changes: changes.length, looser: changes.filter(({ way }) => way === "looser").length },
    }),
  }),
  "reveals.list": null,
  "reveals.refuse": reveal("reveal.refuse"),
  "reveals.revoke": reveal("reveal.revoke"),
  "exports.begin": async ({ subject, clearance }, parts) => ({
    action: "export",
    ofSite: true,
    subject,
    ...(await inForce(parts)),
    detail: { clearance },
  }),
  // It writes down itself what its page shows, which nobody knows before.
  "exports.page": null,
  "exports.end": null,
  "backups.start": () => ({ action: "backup" }),
  "backups.job": null,
  "backups.list": null,
  "backups.key": () => ({ action: "key.create", detail: { of: "backup" } }),
  "backups.destroyed": ({ numbers, byHand = false }) => ({
    action: "backup",
    detail: { destroyed: numbers.length, ...(byHand && { byHand, first: numbers[0] ?? 0 }) },
  }),
  "proofs.add": null,
};

/** Runs an operation once it is written down that an operator asked for it. @throws What writing it down or it itself throws. */
export async function runAudited<Name extends OperationName>(
  parts: AdminParts,
  name: Name,
  args: ArgsOf<Name>,
  run: () => Promise<AnswerOf<Name>>,
): Promise<AnswerOf<Name>> {
  const describe = AUDITED[name];
  if (describe === null) return run();
  const what = await describe(args, parts);
  if (what === null) return run();
  const { ofSite, made, shows = () => null, ...told } = what;
  const site = ofSite === true ? await siteOf(parts, (args as { readonly site?: string }).site) : told.site;
  const of = site === undefined ? {} : { site };
  const answer = await audited(parts.audit, { ...byOperator(parts.now()), ...told, ...of }, run, made);
  const shown = shows(answer);
  if (shown !== null) await parts.audit.record({ ...byOperator(parts.now()), action: "read", ...of, ...shown });
  return answer;
}

async function siteOf({ catalog }: AdminParts, named: string | undefined): Promise<string | undefined> {
  const sites = await catalog.sites();
  return named ?? (sites.length === 1 ? sites[0]?.id : undefined);
}
