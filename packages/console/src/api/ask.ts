import type {
  AddPerson,
  ApproveReveal,
  AskReveal,
  ChangePerson,
  ErasureAnswer,
  ExportAnswer,
  InstallAnswer,
  Journey,
  JourneyList,
  KeysAnswer,
  LookupAnswer,
  LossAnswer,
  MakePreview,
  MakeToken,
  PeopleAnswer,
  PersonAnswer,
  PersonInvitedAnswer,
  ApplyPolicy,
  AuditEntryShown,
  AuditList,
  AuditSigned,
  AuditStatus,
  AuditVerifying,
  PolicyAnswer,
  QuarantineChoice,
  QuarantinedContent,
  QuarantineDropped,
  QuarantineList,
  QuarantineReplayed,
  PolicyChangesAnswer,
  PolicyChecked,
  PolicyExplained,
  PolicyVersions,
  PreviewMade,
  RequestAnswer,
  RequestKind,
  RequestList,
  RevealAnswer,
  RevealList,
  TokenAnswer,
  TokenMade,
  TokensAnswer,
  TrendsAnswer,
  TrendsQuery,
} from "@wayseal/collector/api";
import { request } from "./request.js";
import { requestLines } from "./request-lines.js";

interface Span {
  readonly site: string;
  readonly from: number;
  readonly to: number;
}

/** The questions that pages ask. Each rejects with `RequestError`. */
export const ask = {
  trends: (body: TrendsQuery, signal: AbortSignal) =>
    request<TrendsAnswer>("query/trends", { method: "POST", body, signal }),

  loss: (body: Span, signal: AbortSignal) => request<LossAnswer>("query/loss", { method: "POST", body, signal }),

  keys: (site: string, signal: AbortSignal) => request<KeysAnswer>(`keys?${query({ site })}`, { signal }),

  requests: (site: string, closed: boolean, signal: AbortSignal) =>
    request<RequestList>(`requests?${query({ site, closed: String(closed) })}`, { signal }),

  reveals: (site: string, signal: AbortSignal) => request<RevealList>(`reveals?${query({ site })}`, { signal }),

  people: (signal: AbortSignal) => request<PeopleAnswer>("people", { signal }),

  tokens: (signal: AbortSignal) => request<TokensAnswer>("tokens", { signal }),

  policy: (site: string, country: string, signal: AbortSignal) =>
    request<PolicyAnswer>(`policy?${query({ site, ...(country === "" ? {} : { country }) })}`, { signal }),

  audit: (asked: Readonly<Record<string, string | number>>, signal: AbortSignal) =>
    request<AuditList>(`audit?${query(asked)}`, { signal }),

  quarantine: (asked: Readonly<Record<string, string | number>>, signal: AbortSignal) =>
    request<QuarantineList>(`quarantine?${query(asked)}`, { signal }),

  quarantined: (site: string, id: number, signal: AbortSignal) =>
    request<QuarantinedContent>(`quarantine/${id}?${query({ site })}`, { signal }),

  auditEntry: (seq: number, signal: AbortSignal) => request<AuditEntryShown>(`audit/entries/${seq}`, { signal }),

  auditStatus: (signal: AbortSignal) => request<AuditStatus>("audit/status", { signal }),

  makePreview: (body: MakePreview) => request<PreviewMade>("previews", { method: "POST", body }),

  policyVersions: (signal: AbortSignal) => request<PolicyVersions>("policy/versions", { signal }),

  policyChanges: (from: number, to: number, signal: AbortSignal) =>
    request<PolicyChangesAnswer>(`policy/changes?${query({ from, to })}`, { signal }),

  explain: (asked: Readonly<Record<string, string>>): Promise<PolicyExplained> =>
    request(`policy/explain?${query(asked)}`),

  request: (id: string, signal: AbortSignal) => request<RequestAnswer>(`requests/${id}`, { signal }),

  export: (id: string, signal?: AbortSignal) =>
    request<ExportAnswer>(`exports/${id}`, signal === undefined ? {} : { signal }),

  erasure: (id: string) => request<ErasureAnswer>(`erasures/${id}`),

  install: (site: string, signal: AbortSignal) => request<InstallAnswer>(`sites/${site}/install`, { signal }),

  journeys: ({ cursor, ...rest }: Span & { limit: number; cursor?: string }, signal: AbortSignal) =>
    request<JourneyList>(`journeys?${query({ ...rest, ...(cursor === undefined ? {} : { cursor }) })}`, { signal }),

  journey: (
    { subject, ...rest }: { subject: string; site: string; limit: number; cursor?: string; reveal?: string },
    signal: AbortSignal,
  ) => request<Journey>(`journeys/${encodeURIComponent(subject)}?${query(rest)}`, { signal }),
};

function query(values: Readonly<Record<string, string | number>>): string {
  return new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString();
}

/** What a new request says. */
export interface NewRequest {
  readonly site: string;
  readonly kind: RequestKind;
  readonly jurisdiction: string;
  readonly received?: number;
  readonly contact?: string;
  readonly note?: string;
}

/** What people do. Each rejects with `RequestError`. */
export const act = {
  addRequest: (body: NewRequest) => request<RequestAnswer>("requests", { method: "POST", body }),

  moveRequest: (id: string, body: Readonly<Record<string, string>>) =>
    request<RequestAnswer>(`requests/${id}/moves`, { method: "POST", body }),

  exportRequest: (id: string) => request<ExportAnswer>(`requests/${id}/exports`, { method: "POST", timeout: 60_000 }),

  eraseRequest: (id: string) => request<ErasureAnswer>(`requests/${id}/erasures`, { method: "POST", timeout: 60_000 }),

  askReveal: (body: AskReveal) => request<RevealAnswer>("reveals", { method: "POST", body }),

  approveReveal: (id: string, body: ApproveReveal) =>
    request<RevealAnswer>(`reveals/${id}/approval`, { method: "POST", body }),

  refuseReveal: (id: string, reason: string) =>
    request<RevealAnswer>(`reveals/${id}/refusal`, { method: "POST", body: { reason } }),

  revokeReveal: (id: string) => request<RevealAnswer>(`reveals/${id}`, { method: "DELETE" }),

  addPerson: (body: AddPerson) => request<PersonInvitedAnswer>("people", { method: "POST", body }),

  changePerson: (id: string, body: ChangePerson) => request<PersonAnswer>(`people/${id}`, { method: "POST", body }),

  newLink: (id: string) => request<PersonInvitedAnswer>(`people/${id}/link`, { method: "POST" }),

  makeToken: (body: MakeToken) => request<TokenMade>("tokens", { method: "POST", body }),

  revokeToken: (id: string) => request<TokenAnswer>(`tokens/${id}`, { method: "DELETE" }),

  verifyAudit: (onLine: (line: AuditVerifying) => void) =>
    requestLines<AuditVerifying>("audit/verify", { method: "POST", timeout: 3_600_000 }, onLine),

  signAudit: () => request<AuditSigned>("audit/checkpoints", { method: "POST" }),

  replayQuarantined: (body: QuarantineChoice) =>
    request<QuarantineReplayed>("quarantine/replay", { method: "POST", body, timeout: 60_000 }),

  dropQuarantined: (body: QuarantineChoice) =>
    request<QuarantineDropped>("quarantine/drop", { method: "POST", body, timeout: 60_000 }),

  checkPolicy: (source: string) => request<PolicyChecked>("policy/check", { method: "POST", body: { source } }),

  applyPolicy: (body: ApplyPolicy) => request<PolicyChangesAnswer>("policy", { method: "POST", body }),

  lookUp: (body: { readonly site: string; readonly class: string; readonly value: string }) =>
    request<LookupAnswer>("lookups", { method: "POST", body }),
};
