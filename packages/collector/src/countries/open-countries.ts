import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { BlockList, isIPv4, isIPv6 } from "node:net";
import { createInterface } from "node:readline";
import { type Log, SILENT } from "../log/log.js";
import { addressNumber, plainAddress } from "./address-number.js";
import type { Countries } from "./countries.js";

const PACKAGE = "@ip-location-db/geo-whois-asn-country";

/** Ranges that do not overlap, by where they begin. */
interface Ranges {
  readonly starts: Float64Array | BigUint64Array;
  readonly ends: Float64Array | BigUint64Array;
  readonly countries: readonly string[];
}

export interface OpenCountriesOptions {
  /** Folder of the ranges. @default that of the npm package */
  readonly folder?: string;
  /** @default says nothing */
  readonly log?: Log;
}

/**
 * Ranges of addresses by country from an offline database (docs/dependencies.md), about 12 MB of memory. They are read when
 * the first address is asked about, and until then nobody's country is known, which is treated as the strictest.
 */
export function openCountries({ folder, log = SILENT }: OpenCountriesOptions = {}): Countries & {
  /** Resolves when the ranges have been read. */
  ready(): Promise<void>;
} {
  let tables: { readonly four: Ranges; readonly six: Ranges } | null = null;
  let reading: Promise<void> | null = null;

  async function load(): Promise<void> {
    const place = folder ?? dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
    const four = await readRanges(join(place, "geo-whois-asn-country-ipv4-num.csv"), Number, Float64Array);
    const upper = (text: string) => BigInt(text) >> 64n;
    const six = await readRanges(join(place, "geo-whois-asn-country-ipv6-num.csv"), upper, BigUint64Array);
    tables = { four, six };
  }

  const ready = () =>
    (reading ??= load().catch((error: unknown) => {
      log.error({ error }, "the countries of addresses cannot be read: they are treated as not known");
    }));

  return {
    ready,
    of(address) {
      if (address === undefined) return null;
      if (tables === null) {
        void ready();
        return null;
      }
      const plain = plainAddress(address);
      // The database has ranges over some of these.
      if (isPrivate(plain)) return null;
      const number = addressNumber(plain);
      if (number === null) return null;
      return "four" in number ? find(tables.four, number.four) : find(tables.six, number.six);
    },
  };
}

const PRIVATE = new BlockList();
for (const [network, bits] of [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["224.0.0.0", 3],
  ] as const),
]) {
  PRIVATE.addSubnet(network, bits);
}
for (const [network, bits] of [
  ["::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv6");

function isPrivate(plain: string): boolean {
  return isIPv4(plain) ? PRIVATE.check(plain) : isIPv6(plain) && PRIVATE.check(plain, "ipv6");
}

async function readRanges<Value extends number | bigint>(
  file: string,
  parse: (text: string) => Value,
  Column: { from(values: Value[]): Float64Array | BigUint64Array },
): Promise<Ranges> {
  const [starts, ends]: [Value[], Value[]] = [[], []];
  const countries: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [start, end, country] = line.split(",");
    if (start === undefined || end === undefined || !/^[A-Z]{2}$/.test(country ?? "")) continue;
    starts.push(parse(start));
    ends.push(parse(end));
    countries.push(country!);
  }
  return { starts: Column.from(starts), ends: Column.from(ends), countries };
}

/** The last range that begins at or before it, if it reaches so far. */
function find({ starts, ends, countries }: Ranges, value: number | bigint): string | null {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && ends[low - 1]! >= value ? countries[low - 1]! : null;
}
