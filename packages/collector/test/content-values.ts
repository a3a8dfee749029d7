import examples from "libphonenumber-js/mobile/examples";
import { type CountryCode, getExampleNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { IDS } from "../src/policy/find-ids.js";
import type { ContentClass } from "../src/policy/find-sensitive.js";
import { WEAK_IDS } from "../src/policy/weak-ids.js";
import { strongId, weakId } from "./id-values.js";
import type { random } from "./random.js";

export type Random = ReturnType<typeof random>;

/** A value that content tells, with what tells it. */
export interface ContentValue {
  readonly class: ContentClass;
  readonly value: string;
  /** A word that stands before it, or is its name. */
  readonly word?: string;
  readonly country?: string;
}

export interface Kind {
  readonly name: string;
  readonly make: (from: Random) => ContentValue;
}

export const pick = <T>({ int }: Random, list: readonly T[]): T => list[int(list.length)]!;
export const digits = ({ int }: Random, length: number): string => Array.from({ length }, () => int(10)).join("");
export const letters = (from: Random, length: number, of = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"): string =>
  Array.from({ length }, () => pick(from, [...of])).join("");
export const two = (number: number): string => String(number).padStart(2, "0");
const TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Words before a date of birth, by language. */
const BORN = [
  ...["born", "Date of birth:", "DOB", "geboren am", "Geburtsdatum:", "né le", "Date de naissance :", "nacido el"],
  ...["Fecha de nacimiento:", "nascida em", "Data de nascimento:", "nato il", "Data di nascita:", "Geboortedatum:"],
  ...[
    "ur.",
    "Data urodzenia:",
    "Doğum tarihi:",
    "Дата рождения:",
    "родилась",
    "生年月日：",
    "誕生日は",
    "생년월일:",
    "생일은",
  ],
  ...["出生日期：", "我的生日是", "تاريخ الميلاد:", "ولدت في"],
];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const CALL = [
  "Tel.",
  "phone:",
  "call",
  "Telefon:",
  "Handy",
  "téléphone :",
  "teléfono",
  "telefone",
  "cellulare",
  "telefoon",
  "cep",
  "тел.",
  "電話",
  "전화",
  "手机",
  "هاتف",
];
/** Where shops of the fourteen languages and the packs' countries sell. */
const PHONES: readonly CountryCode[] = [
  ...([
    "US",
    "GB",
    "CA",
    "BR",
    "CN",
    "DE",
    "AT",
    "FR",
    "ES",
    "PT",
    "IT",
    "NL",
    "PL",
    "TR",
    "RU",
    "JP",
    "KR",
    "BE",
  ] as const),
  ...(["SE", "DK", "FI", "CZ", "IE", "GR", "HU", "RO", "MX", "EG", "SA", "CH"] as const),
];

/** Luhn's digit for what stands before it, made here apart from what checks it. */
function luhnDigit(number: string): string {
  let sum = 0;
  [...number].reverse().forEach((digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return String((10 - (sum % 10)) % 10);
}

function card(from: Random): string {
  const [prefix, length] = pick(from, [
    ["4", 16],
    ["51", 16],
    ["2221", 16],
    ["34", 15],
    ["6011", 16],
    ["3528", 16],
    ["36", 14],
    ["62", 16],
  ] as const);
  const number = prefix + digits(from, length - prefix.length - 1);
  const all = number + luhnDigit(number);
  return from.int(2) === 0 ? all : all.replace(/(\d{4})(?=\d)/g, `$1${pick(from, [" ", "-"])}`);
}

function iban(from: Random): string {
  const [country, bank, length] = pick(from, [
    ["DE", "", 18],
    ["FR", "", 23],
    ["ES", "", 20],
    ["NL", "ABNA", 10],
    ["GB", "NWBK", 14],
    ["PL", "", 24],
  ] as const);
  const account = bank + digits(from, length);
  const number = [...`${account}${country}00`].map((sign) => parseInt(sign, 36)).join("");
  const all = `${country}${two(98 - Number(BigInt(number) % 97n))}${account}`;
  return from.int(2) === 0 ? all : all.replace(/(.{4})(?=.)/g, "$1 ");
}

function phone(from: Random): { country: CountryCode; national: string; international: string } {
  for (;;) {
    const country = pick(from, PHONES);
    const example = getExampleNumber(country, examples)!.nationalNumber;
    const number = parsePhoneNumberFromString(example.slice(0, -5) + digits(from, 5), country);
    if (number?.isValid() === true && number.country === country)
      return { country, national: number.formatNational(), international: number.formatInternational() };
  }
}

function ip6(from: Random): string {
  const group = (): string => from.int(65_536).toString(16);
  const start = pick(from, ["2001:db8", "2a02:8388", "fe80", "fd12:3456"]);
  const some = Array.from({ length: 1 + from.int(3) }, group);
  const whole = 8 - start.split(":").length;
  return from.int(2) === 0
    ? `${start}::${some.join(":")}`
    : `${start}:${Array.from({ length: whole }, group).join(":")}`;
}

function birthday(from: Random): string {
  const [year, month, day] = [1930 + from.int(90), 1 + from.int(12), 1 + from.int(28)];
  const name = MONTHS[month - 1]!;
  return pick(from, [
    `${year}-${two(month)}-${two(day)}`,
    `${two(day)}.${two(month)}.${year}`,
    `${day}/${month}/${year}`,
    `${month}/${day}/${year}`,
    `${day}. ${month}. ${year}`,
    `${day} ${name} ${year}`,
    `${name} ${day}, ${year}`,
    `${day} de ${pick(from, ["marzo", "março", "abril", "junho", "agosto"])} de ${year}`,
    `${year}年${month}月${day}日`,
    `${year}년 ${month}월 ${day}일`,
  ]);
}

function coordinates(from: Random): string {
  // Far from where both are small: such pairs are taken for shares.
  const [lat, lng] = [30 + from.int(500_000) / 10_000, 5 + from.int(1_700_000) / 10_000].map((angle) =>
    from.int(2) === 0 ? angle : -angle,
  ) as [number, number];
  const [a, b] = [lat.toFixed(5), lng.toFixed(5)];
  const winds = `${lat < 0 ? "S" : "N"} ${lng < 0 ? "W" : "E"}`.split(" ");
  return pick(from, [
    `${a}, ${b}`,
    `${a},${b}`,
    `[${b},${a}]`,
    `geo:${a},${b}`,
    `@${a},${b},15z`,
    `!3d${a}!4d${b}`,
    `lat=${a}&lng=${b}`,
    `latitude: ${a}, longitude: ${b}`,
    `${Math.abs(lat).toFixed(4)}° ${winds[0]}, ${Math.abs(lng).toFixed(4)}° ${winds[1]}`,
  ]);
}

/** Everything that content tells, each at random and valid. */
export const KINDS: readonly Kind[] = [
  { name: "card", make: (from) => ({ class: "payment-card", value: card(from) }) },
  { name: "IBAN", make: (from) => ({ class: "iban", value: iban(from) }) },
  {
    name: "e-mail",
    make: (from) => ({
      class: "email",
      value: `${letters(from, 7, "abcdefgh.")}k@${letters(from, 6, "mnopqrs")}.example`,
    }),
  },
  {
    name: "JSON web token",
    make: (from) => {
      const part = (text: string): string => Buffer.from(text).toString("base64url");
      const value = `${part('{"alg":"HS256"}')}.${part(`{"sub":"${digits(from, 6)}"}`)}.${letters(from, 43, TOKEN)}`;
      return { class: "api-key", value };
    },
  },
  {
    name: "API key",
    make: (from) => ({
      class: "api-key",
      value: pick(from, [
        `sk_live_${letters(from, 24, TOKEN)}`,
        `ghp_${letters(from, 36, TOKEN)}`,
        `AKIA${letters(from, 16)}`,
      ]),
    }),
  },
  { name: "phone with +", make: (from) => ({ class: "phone", value: phone(from).international }) },
  {
    name: "phone without +",
    make: (from) => {
      const { country, national } = phone(from);
      // What neither begins with a national prefix nor is in groups is told behind a word alone.
      const isWritten = /^0|^8 |\(|\D\d+\D/.test(national);
      return {
        class: "phone",
        value: national,
        country,
        ...(isWritten && from.int(2) === 0 ? {} : { word: pick(from, CALL) }),
      };
    },
  },
  {
    name: "IPv4",
    make: (from) => ({
      class: "ip-address",
      value: [pick(from, [10, 77, 172, 192, 203]), from.int(256), from.int(256), 1 + from.int(254)].join("."),
    }),
  },
  { name: "IPv6", make: (from) => ({ class: "ip-address", value: ip6(from) }) },
  { name: "date of birth", make: (from) => ({ class: "birthday", value: birthday(from), word: pick(from, BORN) }) },
  { name: "coordinates", make: (from) => ({ class: "location", value: coordinates(from) }) },
  {
    name: "US SSN hyphens",
    make: (from) => ({
      class: "national-id",
      value: `${1 + from.int(8)}0${1 + from.int(9)}-${two(1 + from.int(99))}-${1 + from.int(9)}${digits(from, 3)}`,
    }),
  },
  ...Object.keys(IDS).map(strongId),
  ...Object.keys(WEAK_IDS).map(weakId),
];
