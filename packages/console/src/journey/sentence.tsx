import type { JSX } from "preact";
import { Captured } from "../text/captured.js";
import type { Words } from "./words.js";

/** Sets a sentence. */
export function Sentence({ words, limit = 64 }: { readonly words: Words; readonly limit?: number }): JSX.Element {
  return (
    <>
      {words.map((word) =>
        typeof word === "string" ? (
          word
        ) : (
          <span class="quoted">
            <Captured value={word.captured} limit={limit} />
          </span>
        ),
      )}
    </>
  );
}
