import { isIPv4, isIPv6 } from "node:net";

/** An address as a number: of IPv6 the upper 64 bits, by which networks are given out. */
export type AddressNumber = { readonly four: number } | { readonly six: bigint };

/** @returns An address without its zone; an IPv4 address within an IPv6 one is the IPv4 address. */
export function plainAddress(address: string): string {
  const plain = (address.split("%")[0] as string).toLowerCase();
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1] ?? plain;
}

/** @param plain From `plainAddress`. @returns Null for what is no address. */
export function addressNumber(plain: string): AddressNumber | null {
  if (isIPv4(plain)) return { four: plain.split(".").reduce((sum, part) => sum * 256 + Number(part), 0) };
  if (!isIPv6(plain)) return null;
  const [head = "", tail] = plain.split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const [first, last] = [groups(head), groups(tail ?? "")];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const all = [...first, ...Array<string>(missing).fill("0"), ...last].slice(0, 4);
  return { six: all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) };
}
