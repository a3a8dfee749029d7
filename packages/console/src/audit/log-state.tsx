import type { AuditStatus } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { API_BASE } from "../api/request.js";
import { number } from "../format/number.js";
import { Ago } from "../parts/ago.js";
import { Card } from "../parts/card.js";
import { useNow } from "../state/use-now.js";
import { Verify } from "./verify.js";

/** How the log stands: signed up to where, borne out by whom, and whether it was tampered with. */
export function LogState({ status }: { readonly status: AuditStatus }): JSX.Element {
  const now = useNow(30_000);
  const { last, unsigned, signed, witness, bundle } = status;
  return (
    <Card
      title="State of the log"
      aside={
        bundle ? (
          <a class="button" href={new URL("audit/bundle", API_BASE).href} download="">
            Take it away
          </a>
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
      <Verify />
      <p class="quiet">
        {bundle
          ? "Taken away, it comes with a verifier that needs nothing of ours. Keep the key's thumbprint and the witness apart from it."
          : "It is one log for all sites, so somebody to whom all sites are open takes it away."}
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
