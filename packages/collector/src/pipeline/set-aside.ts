import { EVENT_SHAPES, type JsonObject, type JsonValue } from "@wayseal/protocol";
import type { Pseudonyms } from "../keys/pseudonyms.js";
import type { QuarantineSealer } from "../keys/quarantine-sealer.js";
import { cutRefused, type Policy } from "../policy/index.js";
import type { SetAside } from "../ports/quarantine.js";
import type { HeldContent, RefusedContent, RejectedRecord } from "./states.js";

export interface SetAsideParts {
  readonly site: string;
  /** The collector's clock at receipt, milliseconds. */
  readonly received: number;
  readonly policy: Policy;
  readonly pseudonyms: () => Promise<Pseudonyms>;
  readonly sealer: QuarantineSealer;
}

/** A compact JWS, and nothing that a person types. */
const TOKEN = /^[\w-]{1,512}\.[\w-]{1,1024}\.[\w-]{1,256}$/;
const VISITOR = 256;

/**
 * Makes of refused records what waits in quarantine: what they said, once all that may never be stored was cut, sealed to the
 * site's key of the day. A record that could not be read as an object leaves nothing: nobody could say what to cut of it.
 *
 * @returns None where none can be kept.
 * @throws {CatalogError} If a key had to be made and could not be.
 */
export async function setAside(
  rejected: readonly RejectedRecord[],
  { site, received, policy, pseudonyms, sealer }: SetAsideParts,
): Promise<readonly SetAside[]> {
  const readable = rejected.filter(({ content }) => content !== undefined);
  if (readable.length === 0) return [];
  const kek = await sealer.kek(site, new Date(received).toISOString().slice(0, 10));
  if (kek === null) return [];
  const { visitor } = await pseudonyms();
  const hellos = new Map<JsonValue, JsonObject | null>();
  const helloOf = (content: RefusedContent): JsonObject | null => {
    let left = hellos.get(content.hello);
    if (left === undefined) hellos.set(content.hello, (left = cut(content.hello, content)));
    return left;
  };
  const cut = (event: JsonValue, { hello, country: address }: RefusedContent): JsonObject | null =>
    cutRefused({ site, event, stated: textOf(hello, "country"), address }, policy);

  return readable.flatMap(({ stream, seq, reason, detail = null, content }): SetAside | [] => {
    const { kid, country, sent, event, hello } = content as RefusedContent;
    const said = helloOf(content as RefusedContent);
    const left = event === null ? null : cut(event, content as RefusedContent);
    if (said === null || (event !== null && left === null)) return [];
    const token = reason === "token" ? textOf(hello, "token") : undefined;
    const held: HeldContent = {
      ...{ kid, country, sent, hello: said, event: left },
      ...(token !== undefined && TOKEN.test(token) && { token }),
    };
    const who = textOf(hello, "visitor");
    return {
      ...{ site, stream, seq, reason, detail, received, kek: kek.id, type: typeOf(event ?? hello) },
      visitor: who === undefined || who.length > VISITOR ? null : visitor(site, who),
      sealed: sealer.seal(Buffer.from(JSON.stringify(held)), { stream, seq }, kek),
    };
  });
}

function textOf(value: JsonValue, name: string): string | undefined {
  const found = typeof value === "object" && value !== null ? (value as JsonObject)[name] : undefined;
  return typeof found === "string" ? found : undefined;
}

/** Only a type that this version knows is told in the clear: any other text may be anything. */
function typeOf(event: JsonValue): string | null {
  const type = textOf(event, "type");
  return type !== undefined && Object.hasOwn(EVENT_SHAPES, type) ? type : null;
}
