import { checkpointBytes, openOwnSigner, type OwnSigner, type OwnSignerParts, verifyEd25519 } from "../keys/index.js";
import { type Log, SILENT } from "../log/log.js";
import type { AuditCatalog, AuditTrail } from "../ports/audit.js";
import type { OwnKeyCatalog } from "../ports/erasures.js";
import { KeyringError } from "../ports/keyring.js";
import { createAuditTrail } from "./create-audit-trail.js";
import { MOST_UNSIGNED } from "./most-unsigned.js";
import { tellWitness, type Witness } from "./tell-witness.js";

/** An entry waits for a signature no longer than this, milliseconds. */
const SIGN_MS = 60_000;
const RETRY_MS = { first: 1_000, most: 60_000 };

export interface AuditKeeperOptions {
  readonly catalog: AuditCatalog & Pick<OwnKeyCatalog, "ownKey" | "addOwnKey">;
  readonly keyring: OwnSignerParts["keyring"];
  /** Where every entry's hash goes too; null: nowhere. */
  readonly witness?: Witness | null;
  readonly now?: () => number;
  readonly log?: Log;
}

/** How the log stands. */
export interface AuditState {
  readonly last: number;
  readonly unsigned: number;
  readonly signed: { readonly seq: number; readonly at: number; readonly kid: string } | null;
  readonly witness: {
    readonly place: string;
    /** Entries that it has not been told of. */
    readonly lag: number;
    /** Since when it has not taken anything; null: it takes what comes. */
    readonly failing: number | null;
  } | null;
}

/** The log and what keeps it honest. */
export interface AuditKeeper {
  readonly trail: AuditTrail;
  /**
   * The key that signs, once it was shown that the root key keeps its private half: a public key that somebody put in its
   * place does not pass.
   *
   * @throws {CatalogError | KeyringError}
   */
  key(): Promise<Pick<OwnSigner, "publicKey" | "kid">>;
  /** @returns What the witness holds; null where there is none, or it cannot be read from here. */
  witnessText(): Promise<string | null>;
  /** Signs up to the last entry. @throws {CatalogError | KeyringError} */
  sign(): Promise<void>;
  state(): Promise<AuditState>;
  /** Goes on with what an earlier process left to sign and to tell. */
  start(): void;
  /** Signs, tells the witness once more, and ends. */
  stop(): Promise<void>;
}

/**
 * Signs the log at checkpoints and tells its witness. Neither holds anybody up: an entry is durable before, and what the
 * witness did not take stays in the catalog until it does.
 */
export function createAuditKeeper(options: AuditKeeperOptions): AuditKeeper {
  const { catalog, keyring, witness = null, now = Date.now, log = SILENT } = options;
  let opening: Promise<OwnSigner> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let signing: Promise<void> = Promise.resolve();
  let telling: Promise<void> | null = null;
  let again = false;
  let retry: NodeJS.Timeout | null = null;
  let wait = RETRY_MS.first;
  let failing: number | null = null;
  let stopped = false;

  const signer = () =>
    (opening ??= openOwnSigner({ catalog, keyring, now }, { purpose: "audit", site: "", name: "" }).catch(
      (error: unknown) => {
        opening = null;
        throw error;
      },
    ));

  async function signTail(): Promise<void> {
    const [tail, last] = [await catalog.auditTail(), await catalog.lastCheckpoint()];
    if (tail.seq <= (last?.seq ?? 0)) return;
    const { kid, sign } = await signer();
    const unsigned = { seq: tail.seq, hash: tail.hash, at: now() };
    await catalog.addCheckpoint({ ...unsigned, kid, signature: await sign(checkpointBytes(unsigned)) });
    tell();
  }

  function sign(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    return (signing = signing.catch(() => undefined).then(signTail));
  }

  /** A process without the key leaves it to the next one that has it. */
  const trySign = () =>
    void sign().catch((error: unknown) => log.warn({ error }, "the audit log could not be signed: it will be later"));

  function tell(): void {
    if (witness === null || stopped) return;
    again = true;
    telling ??= (async () => {
      while (again) {
        again = false;
        try {
          await tellWitness(witness, catalog, now);
          if (failing !== null) log.info({ witness: witness.place }, "the audit log's witness takes entries again");
          failing = null;
          wait = RETRY_MS.first;
        } catch (error) {
          if (failing === null) log.error({ error, witness: witness.place }, "the audit log's witness takes nothing");
          failing ??= now();
          retry ??= setTimeout(() => {
            retry = null;
            tell();
          }, wait).unref();
          wait = Math.min(wait * 2, RETRY_MS.most);
        }
      }
    })().finally(() => (telling = null));
  }

  const trail = createAuditTrail({
    catalog,
    onAppended({ seq }) {
      tell();
      if (seq % MOST_UNSIGNED === 0) trySign();
      else timer ??= setTimeout(trySign, SIGN_MS).unref();
    },
  });

  return {
    ...{ trail, sign },

    async key() {
      const { publicKey, kid, sign } = await signer();
      const probe = Buffer.from("wayseal/1 audit key\0", "latin1");
      if (!verifyEd25519(publicKey, probe, await sign(probe))) {
        throw new KeyringError(
          "foreign",
          "The audit log's public key is not that of its private half: it was replaced",
        );
      }
      return { publicKey, kid };
    },

    witnessText: async () => (await witness?.read()) ?? null,

    async state() {
      const [tail, last] = [await catalog.auditTail(), await catalog.lastCheckpoint()];
      const told = witness === null ? null : await catalog.witnessMark(witness.place);
      return {
        last: tail.seq,
        unsigned: tail.seq - (last?.seq ?? 0),
        signed: last && { seq: last.seq, at: last.at, kid: last.kid },
        witness: witness && { place: witness.place, lag: tail.seq - (told?.seq ?? 0), failing },
      };
    },

    start() {
      trySign();
      tell();
    },

    async stop() {
      await sign().catch(() => undefined);
      if (retry !== null) clearTimeout(retry);
      tell();
      await telling;
      stopped = true;
      if (retry !== null) clearTimeout(retry);
      if (timer !== null) clearTimeout(timer);
    },
  };
}
