import type { AuditStatus } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { act } from "../api/ask.js";
import { API_BASE } from "../api/request.js";
import { number } from "../format/number.js";
import { Ago } from "../parts/ago.js";
import { Card } from "../parts/card.js";
import { DeedError } from "../parts/deed-error.js";
import { useDeed } from "../state/use-deed.js";
import { useNow } from "../state/use-now.js";
import { Verify } from "./verify.js";

/** How the log stands: signed up to where, borne out by whom, and whether it was tampered with. */
export function LogState(props: {
  readonly status: AuditStatus;
  /** It is signed up to another place now. */
  readonly onSigned: () => void;
}): JSX.Element {
  const now = useNow(30_000);
  const deed = useDeed();
  const { last, unsigned, signed, witness, keeps, bundle } = props.status;
  const sign = async () => {
    if (await deed.run(async () => void (await act.signAudit()))) props.onSigned();
  };
  return (
    <Card
      title="State of the log"
      aside={
        keeps ? (
          <div class="action-buttons">
            <button type="button" class="button" disabled={deed.busy} onClick={() => void sign()}>
              {deed.busy ? "Signing…" : "Sign now"}
            </button>
            {bundle ? (
              <a class="button" href={new URL("audit/bundle", API_BASE).href} download="">
                Take it away
              </a>
            ) : null}
          </div>
        ) : null
      }
    >
      <dl class="facts">
        <div>
          <dt>Entries</dt>
          <dd>up to number {number.whole(last)}</dd>
        </div>
        <div>
          <dt>Signed</dt>
          <dd>
            {signed === null ? (
              "not yet: within a minute of the first entry"
            ) : (
              <>
                up to {number.whole(signed.seq)}, <Ago at={signed.at} now={now} />
                {unsigned === 0
                  ? null
                  : `; ${number.of(unsigned, "entry waits", "entries wait")} for the next signature`}
                <span class="facts-source">
                  key <code>{signed.kid.slice(0, 64)}</code>
                </span>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Witness</dt>
          <dd>
            <Witness witness={witness} now={now} />
          </dd>
        </div>
      </dl>
      <DeedError error={deed.error} />
      <Verify />
      <p class="quiet">
        {bundle
          ? "Taken away, it comes with a verifier that needs nothing of ours. Keep the key's thumbprint and the witness apart from it."
          : "It is one log for all sites, so an auditor to whom all sites are open takes it away."}
      </p>
    </Card>
  );
}

function Witness(props: { readonly witness: AuditStatus["witness"]; readonly now: number }): JSX.Element {
  const { witness, now } = props;
  if (witness === null) {
    return (
      <>
        <span class="badge tone-warn">none</span> A log that was cut off or rewritten whole is not noticed without one:
        set <code>WAYSEAL_AUDIT_WITNESS</code>.
      </>
    );
  }
  const kind = witness.kind === "http" ? "an address" : "a file";
  if (witness.failing !== null) {
    return (
      <>
        <span class="badge tone-bad">takes nothing</span> {kind}, since <Ago at={witness.failing} now={now} />;{" "}
        {number.of(witness.lag, "entry waits", "entries wait")}
      </>
    );
  }
  return (
    <>
      <span class="badge tone-good">told</span> {kind}
      {witness.lag === 0 ? ", of every entry" : `; ${number.of(witness.lag, "entry", "entries")} behind`}
    </>
  );
}
