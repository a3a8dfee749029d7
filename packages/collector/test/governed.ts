import { type HelloEvent, validateEvent } from "@wayseal/protocol";
import type { GovernedEvent, ValidEvent } from "../src/pipeline/states.js";
import { builtInPolicy } from "../src/policy/index.js";
import type { Policy } from "../src/policy/compile-policy.js";
import { govern } from "../src/policy/govern.js";
import { hello } from "./seal-stream.js";

export const PAN = "4111111111111111";
export const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

export interface GovernedOptions {
  /** @default the built-in policy */
  readonly policy?: Policy;
  /** Country of the address that it came from. @default none */
  readonly country?: string;
}

/** Validates and governs an event, in a stream with this hello. */
export function governed(
  event: object,
  greeting: object = hello(),
  { policy = builtInPolicy(), country }: GovernedOptions = {},
): ReturnType<typeof govern> {
  const valid = validateEvent(event);
  if (valid.known === null) throw new Error(valid.fault);
  const known = {
    state: "valid",
    context: {
      ...{ stream: Buffer.alloc(16), site: "shop", kid: "k", hello: greeting as unknown as HelloEvent },
      ...(country !== undefined && { country }),
    },
    seq: 1,
    event: valid.event,
    known: valid.known,
    extra: valid.extra,
    received: 0,
    occurred: 0,
    skew: 0,
  } satisfies ValidEvent;
  return govern(known, { policy, hash: (_site, name, value) => `#${name}:${value}` });
}
export const track = (properties: object) => governed({ type: "track", at: 1, name: "add", properties });
export const noteOf = ({ notes }: Pick<GovernedEvent, "notes">, path: string) =>
  notes.find((note) => note.path === path);
