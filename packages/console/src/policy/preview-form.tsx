import type { PreviewMade } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../api/ask.js";
import { time } from "../format/time.js";
import { Card } from "../parts/card.js";
import { CopyButton } from "../parts/copy-button.js";
import { DeedError } from "../parts/deed-error.js";
import { Field } from "../parts/field.js";
import { useConsole } from "../state/console-context.js";
import { useDeed } from "../state/use-deed.js";

/** Asks for a link that shows, in a page of the site, what would be captured of it. */
export function PreviewForm(): JSX.Element {
  const { site } = useConsole();
  const [address, setAddress] = useState("");
  const [made, setMade] = useState<PreviewMade>();
  const deed = useDeed();
  const submit = () => {
    setMade(undefined);
    void deed.run(async () => setMade(await ask.makePreview({ site: site.id, address: address.trim() })));
  };
  return (
    <Card title="Preview a page">
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p class="quiet">
          Opens a page of {site.name.slice(0, 60)} with each field outlined: what would be captured of it, what is kept
          out or refused, and which rule says so. Nothing of that visit is sent, and nobody else sees the outlines.
        </p>
        <Field label="Address of the page" help="Such as https://shop.example/checkout. It must carry the site's tag.">
          {(given) => (
            <input
              {...given}
              type="url"
              required
              maxLength={4096}
              value={address}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => setAddress(event.currentTarget.value)}
            />
          )}
        </Field>
        <DeedError error={deed.error} />
        <div class="dialog-buttons">
          <button type="submit" class="button button-main" disabled={deed.busy}>
            Make a link
          </button>
        </div>
        <div role="status">
          {made === undefined ? null : (
            <>
              <p>
                It opens once, until {time.exact(made.expires)}:
                <br />
                <code id="preview-link">{made.address}</code>
              </p>
              <div class="dialog-buttons">
                <a class="button" href={made.address} target="_blank" rel="noopener noreferrer">
                  Open the page
                </a>
                <CopyButton text={made.address} label="Copy link" fallback="preview-link" />
              </div>
            </>
          )}
        </div>
      </form>
    </Card>
  );
}
