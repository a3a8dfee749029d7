import type {
  CommitOutcome,
  CommitRequest,
  Dek,
  EventCatalog,
  IngestKey,
  Kek,
  KeyCatalog,
  NewKek,
  RecipientKey,
  SigningKey,
  Site,
  SiteCatalog,
} from "../src/ports/catalog.js";
import type { OwnKey, OwnKeyCatalog } from "../src/ports/erasures.js";
import type { QuarantineCatalog, QuarantineKek } from "../src/ports/quarantine.js";
import type { PublishedKeys } from "../src/ports/recipients.js";
import type { StoredEvent } from "../src/pipeline/states.js";

/** The catalog's part in taking events in, in memory, with its tables open to tests. */
export class MemoryCatalog
  implements
    SiteCatalog,
    KeyCatalog,
    EventCatalog,
    Pick<OwnKeyCatalog, "ownKey" | "addOwnKey">,
    Pick<QuarantineCatalog, "quarantineKeks" | "addQuarantineKek">
{
  readonly quarantineKekList: QuarantineKek[] = [];
  readonly ownKeyList: OwnKey[] = [];
  readonly siteList: Site[] = [];
  readonly recipients: RecipientKey[] = [];
  readonly signings: SigningKey[] = [];
  readonly ingest: IngestKey[] = [];
  readonly kekList: Kek[] = [];
  readonly deksById = new Map<string, Dek>();
  readonly subjects = new Map<string, Buffer>();
  readonly secrets = new Map<string, Buffer>();
  readonly rows: StoredEvent[] = [];
  readonly commits: CommitRequest[] = [];
  readonly calls: Record<string, number> = {};
  /** Runs before each commit: tests change the world here, or throw. */
  beforeCommit: (request: CommitRequest) => void | Promise<void> = () => undefined;

  async addSite(site: Site, recipient: RecipientKey, signing: SigningKey): Promise<void> {
    this.siteList.push(site);
    this.recipients.push(recipient);
    this.signings.push(signing);
  }

  async sites(): Promise<readonly Site[]> {
    this.count("sites");
    return [...this.siteList];
  }

  async recipientKeys(site?: string): Promise<readonly RecipientKey[]> {
    return this.recipients.filter((key) => site === undefined || key.site === site);
  }

  async signingKey(site: string): Promise<SigningKey | null> {
    return this.signings.find((key) => key.site === site) ?? null;
  }

  async publishedKeys(site: string): Promise<PublishedKeys | null> {
    const signing = await this.signingKey(site);
    if (signing === null) return null;
    const of = (state: RecipientKey["state"]) =>
      this.recipients.filter((key) => key.site === site && key.state === state);
    return { signing, keys: [...of("current"), ...of("next")], signedSet: null, policy: 0 };
  }

  async setRequiresToken(site: string, required: boolean): Promise<void> {
    const at = this.siteList.findIndex(({ id }) => id === site);
    this.siteList[at] = { ...(this.siteList[at] as Site), requiresToken: required };
  }

  async setTwoPeople(site: string, required: boolean): Promise<void> {
    const at = this.siteList.findIndex(({ id }) => id === site);
    this.siteList[at] = { ...(this.siteList[at] as Site), twoPeople: required };
  }

  async addIngestKey(key: IngestKey): Promise<void> {
    this.ingest.push(key);
  }

  async ingestKeys(): Promise<readonly IngestKey[]> {
    return [...this.ingest];
  }

  async removeIngestKey(kid: string): Promise<void> {
    this.ingest.splice(0, this.ingest.length, ...this.ingest.filter((key) => key.kid !== kid));
  }

  async addKek(added: NewKek): Promise<Kek> {
    const kek: Kek = { ...added, generation: 1, state: "current", successor: null, used: null, destroyed: 0 };
    const same = this.kekList.find((k) => k.site === kek.site && k.level === kek.level && k.month === kek.month);
    if (same === undefined) this.kekList.push(kek);
    return same ?? kek;
  }

  async keks(site?: string): Promise<readonly Kek[]> {
    return this.kekList.filter((kek) => site === undefined || kek.site === site);
  }

  async kek(id: string): Promise<Kek | null> {
    this.count("kek");
    return this.kekList.find((kek) => kek.id === id) ?? null;
  }

  async deks(ids: readonly string[]): Promise<readonly Dek[]> {
    this.count("deks");
    return ids.flatMap((id) => this.deksById.get(id) ?? []);
  }

  async secret(name: string, make: () => Buffer): Promise<Buffer> {
    const secret = this.secrets.get(name) ?? make();
    this.secrets.set(name, secret);
    return secret;
  }

  async ownKey(purpose: string, site: string, name: string): Promise<OwnKey | null> {
    return this.ownKeyList.find((key) => key.purpose === purpose && key.site === site && key.name === name) ?? null;
  }

  async addOwnKey(key: OwnKey): Promise<OwnKey> {
    const stored = await this.ownKey(key.purpose, key.site, key.name);
    if (stored === null) this.ownKeyList.push(key);
    return stored ?? key;
  }

  async quarantineKeks(site?: string): Promise<readonly QuarantineKek[]> {
    this.count("quarantineKeks");
    return this.quarantineKekList.filter((kek) => site === undefined || kek.site === site);
  }

  async addQuarantineKek(kek: QuarantineKek): Promise<QuarantineKek> {
    this.quarantineKekList.push(kek);
    return kek;
  }

  async subject(site: string, visitor: Buffer): Promise<Buffer | null> {
    this.count("subject");
    await new Promise((resolve) => setImmediate(resolve));
    return this.subjects.get(`${site} ${visitor.toString("hex")}`) ?? null;
  }

  async usableDek(site: string, subject: Buffer, level: string, month: string): Promise<Dek | null> {
    this.count("usableDek");
    for (const dek of this.deksById.values()) {
      if (dek.site === site && dek.subject.equals(subject) && dek.level === level && dek.month === month) return dek;
    }
    return null;
  }

  async commit(request: CommitRequest): Promise<readonly CommitOutcome[]> {
    this.commits.push(request);
    await this.beforeCommit(request);
    await new Promise((resolve) => setImmediate(resolve));
    const mappings = new Map(this.subjects);
    for (const { site, visitor, subject } of request.subjects) {
      const key = `${site} ${visitor.toString("hex")}`;
      if (!mappings.has(key)) mappings.set(key, subject);
    }
    const known = new Set([...mappings.values()].map((subject) => subject.toString("hex")));
    const offered = new Map(request.deks.map((dek) => [dek.id, dek]));
    const outcomes = request.events.map(({ row, deks }): CommitOutcome => {
      const isSeen = this.rows.some(({ stream, seq }) => stream.equals(row.stream) && seq === row.seq);
      if (isSeen) return "duplicate";
      const isFresh = deks.every((id) => {
        const dek = this.deksById.get(id) ?? offered.get(id);
        return dek !== undefined && this.kekList.some((kek) => kek.id === dek.kek);
      });
      if (!isFresh || !known.has(row.subject.toString("hex"))) return "stale";
      for (const [key, subject] of mappings) if (subject.equals(row.subject)) this.subjects.set(key, subject);
      for (const id of deks) this.deksById.set(id, this.deksById.get(id) ?? (offered.get(id) as Dek));
      this.rows.push(row);
      return "stored";
    });
    return [...outcomes, ...(request.setAside ?? []).map((): CommitOutcome => "stored")];
  }

  private count(call: string): void {
    this.calls[call] = (this.calls[call] ?? 0) + 1;
  }
}
