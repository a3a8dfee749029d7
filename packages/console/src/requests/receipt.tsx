import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { CopyButton } from "../parts/copy-button.js";
import { DeedError } from "../parts/deed-error.js";
import { useDeed } from "../state/use-deed.js";

/** An erasure's receipt, shown when it is asked for. */
export function Receipt({ erasure }: { readonly erasure: string }): JSX.Element {
  const id = useId();
  const [receipt, setReceipt] = useState<string | null>();
  const { busy, error, run } = useDeed();
  if (receipt === undefined) {
    return (
      <>
        <button
          type="button"
          class="button button-quiet"
          disabled={busy}
          onClick={() => void run(async () => setReceipt((await ask.erasure(erasure)).receipt))}
        >
          Show receipt
        </button>
        <DeedError error={error} />
      </>
    );
  }
  if (receipt === null) {
    return <p>This collector holds no receipt key. One that may open restricted data signs the receipt.</p>;
  }
  const download = () => {
    const url = URL.createObjectURL(new Blob([`${receipt}\n`], { type: "application/jose" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `wayseal-receipt-${erasure}.jws`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <div class="receipt">
      <pre class="snippet" id={id} tabIndex={0} role="region" aria-label="Signed receipt">
        {receipt}
      </pre>
      <div class="receipt-buttons">
        <CopyButton text={receipt} label="Copy" fallback={id} />
        <button type="button" class="button button-quiet" onClick={download}>
          Download
        </button>
      </div>
    </div>
  );
}
