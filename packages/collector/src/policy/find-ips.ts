import { isIPv4, isIPv6 } from "node:net";
import { type About, isOfProduct } from "./content-words.js";
import type { Span } from "./find-cards.js";

const FOUR = /(?<![\w.])(?<![A-Za-z]-)(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\w|-[A-Za-z])/g;
const SIX = /(?<![\w:.])[\da-f]{0,4}(?::[\da-f]{0,4}){2,8}(?:(?<=:)(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/gi;
/** A word for a version right before what looks like an address, in a few of the languages that have their own. */
const VERSION =
  /(?:versi[oó]n|versione?n?|vers[aã]o|wersja|s[uü]r[uü]m|верси[яию]|ver|rev|release|build|firmware|fw|driver|chapter|section|clause|バージョン|버전|版本|إصدار)[\s:=."'#v]{0,4}$/iu;
const NAME = /version|release|build|firmware|user_?-?agent/i;
/** Global, unique local, link-local, and what carries an IPv4 address: all others are no host's, or just look like one. */
const HOST = /^(?:[23][\da-f]{3}:|f[cd][\da-f]{2}:|fe[89ab][\da-f]:|(?:0*:)*:?ffff:|64:ff9b:)/i;

/**
 * Finds IP addresses: not the loopback's, masks or multicast, nor four numbers of a version.
 *
 * @param text Normalised.
 */
export function findIps(text: string, { name = "", isAddress = false }: About = {}): Span[] {
  const found: Span[] = [];
  const isOwn = (start: number): boolean => isAddress && /^(?:[a-z]{1,8}:)?\/\/\[?$/i.test(text.slice(0, start));
  for (const { 0: address, index } of text.includes(".") ? text.matchAll(FOUR) : []) {
    const first = Number(address.split(".", 1)[0]);
    if (!isIPv4(address) || first === 0 || first === 127 || first > 223) continue;
    const before = text.slice(Math.max(0, index - 34), index);
    if (VERSION.test(before) || isOfProduct(text, { start: index })) continue;
    if ((before.trim() === "" && NAME.test(name)) || isOwn(index)) continue;
    found.push({ start: index, end: index + address.length });
  }
  for (const { 0: written, index } of /:[^]{0,4}:/.test(text) ? text.matchAll(SIX) : []) {
    // The colon behind it may be the sentence's.
    const address = /[^:]:$/.test(written) ? written.slice(0, -1) : written;
    if (!isIPv6(address) || !HOST.test(address) || isOwn(index)) continue;
    found.push({ start: index, end: index + address.length });
  }
  return found;
}
