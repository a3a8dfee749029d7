import { describe, expect, it } from "vitest";
import { cleanUrl } from "./clean-url.js";
import type { About } from "./content-words.js";
import { findBirthdays } from "./find-birthdays.js";
import { findSensitive } from "./find-sensitive.js";

const found = (text: string, about: About = {}): string[] => {
  const { text: plain, findings } = findSensitive(text, about);
  return findings.map(({ class: name, start, end }) => `${name} ${plain.slice(start, end)}`);
};
const classes = (text: string, about: About = {}): string[] =>
  findSensitive(text, about).findings.map((finding) => finding.class);

describe("IP addresses", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["from 192.168.100.200, then 10.0.0.1.", "192.168.100.200"],
    ["X-Forwarded-For: 203.0.113.7, 70.41.3.18", "70.41.3.18"],
    ["/log?client=203.0.113.7&x=1", "203.0.113.7"],
    ["/ip/203.0.113.7/x", "203.0.113.7"],
    ["203.0.113.7:8080", "203.0.113.7"],
    ["来自203.0.113.7的用户", "203.0.113.7"],
    ["203.0.113.1-203.0.113.9", "203.0.113.9"],
    ["２０３.０.１１３.７", "203.0.113.7"],
    ["2001:db8::1", "2001:db8::1"],
    ["seen at 2001:db8:85a3::8a2e:370:7334: twice", "2001:db8:85a3::8a2e:370:7334"],
    ["[fe80::1ff:fe23:4567:890a]:443", "fe80::1ff:fe23:4567:890a"],
    ["::ffff:203.0.113.7", "::ffff:203.0.113.7"],
    ["FD12:3456:789A:1::1", "FD12:3456:789A:1::1"],
  ])("are found in %s", (text, address) => {
    expect(found(text)).toContain(`ip-address ${address}`);
  });

  it.each([
    "127.0.0.1",
    "::1",
    "0.0.0.0",
    "255.255.255.0",
    "224.0.0.1",
    "256.1.2.3",
    "v1.2.3.4",
    "version 10.0.19.41",
    "Version: 10.0.19.41",
    "バージョン 10.0.19.41",
    "Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11) Edg/120.0.2210.91",
    "1.2.3.4.5",
    "setup-1.2.3.4.exe",
    "lib-1.2.3.4",
    "10:20:30",
    "std::vector",
    "dead::beef",
    "aa:bb:cc:dd:ee:ff",
    "2026-11-26T17:20:00",
    "a::before",
  ])("are not seen in %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("are not seen in a value whose name says a version", () => {
    expect(found("10.0.19.41", { name: "app_version" })).toEqual([]);
    expect(found("10.0.19.41", { name: "peer" })).toEqual(["ip-address 10.0.19.41"]);
  });

  it("stay as a page's own host, and nowhere else in its address", () => {
    for (const own of ["http://203.0.113.7:8420/shop", "https://[2001:db8::1]/shop", "//203.0.113.7/shop"]) {
      expect(cleanUrl(own, 1024)).toEqual({ text: own, cut: null });
      expect(cleanUrl(`${own}?from=203.0.113.7`, 1024)).toEqual({ text: `${own}?from=:number`, cut: "ip-address" });
    }
    expect(found("http://203.0.113.7/shop")).toEqual(["ip-address 203.0.113.7"]);
  });
});

describe("dates of birth", () => {
  it.each([
    "born 12.03.1985",
    "Date of birth: 1985-03-12T00:00:00Z",
    "DOB 03/12/85",
    '{"dob":"1985-03-12"}',
    '{"birthDate":"19850312"}',
    "?birth_date=1985-3-12",
    "born on 12th of March, 1985",
    "b-day March 12, 1985",
    "Geburtsdatum: 12. März 1985",
    "geb. am 12.3.1985",
    "Née le 12 mars 1985",
    "Date de naissance 12/03/1985",
    "fecha de nacimiento: 12 de marzo de 1985",
    "Nació el 12/03/1985",
    "data de nascimento 12/03/1985",
    "nascida em 12 de março de 1985",
    "Data di nascita: 12/03/1985",
    "nato il 12 marzo 1985",
    "geboortedatum 12-03-1985",
    "data urodzenia: 12 marca 1985",
    "Doğum tarihi: 12.03.1985",
    "12 Mart 1985 doğumluyum",
    "Дата рождения: 12.03.1985",
    "родилась 12 марта 1985 г.",
    "生年月日：1985年3月12日",
    "1985年3月12日生まれ",
    "昭和60年3月12日生まれ",
    "생년월일: 1985. 3. 12.",
    "1985년 3월 12일생",
    "出生日期：1985年3月12日",
    "我的生日是1985-03-12",
    "تاريخ الميلاد: ١٢/٠٣/١٩٨٥",
    "ولد في 12 مارس 1985",
    "created 2024-01-02, born 1985-03-12",
  ])("are found in %s", (text) => {
    expect(classes(text)).toEqual(["birthday"]);
  });

  it.each([
    "1985-03-12",
    "order of 12.03.2024",
    "born to run, since 2024",
    "born 1985, ordered on 12.03.2024",
    "Lieferung am 12.03.2024",
    "geboren, Bestellung vom 12.03.2024",
    "adobe 12.03.1985",
    "born 32.13.1985",
    "born 2099-03-12",
    "заказ от 12.03.2024",
    "注文日 2024年3月12日",
    "출시 2024년 3월 12일 생산",
  ])("are not seen in %s", (text) => {
    expect(classes(text)).toEqual([]);
  });

  it("are told by the value's name, unless a nearer word says what the day is", () => {
    expect(classes("1985-03-12", { name: "userDob" })).toEqual(["birthday"]);
    expect(classes("1985-03-12", { name: "生年月日" })).toEqual(["birthday"]);
    expect(classes("1985-03-12", { name: "order_date" })).toEqual([]);
    expect(classes("shipped 1985-03-12", { name: "userDob" })).toEqual([]);
  });

  it("are days that have been", () => {
    const now = Date.UTC(2026, 0, 2);
    expect(findBirthdays("born 2026-01-02", {}, now)).toHaveLength(1);
    expect(findBirthdays("born 2026-01-03", {}, Date.UTC(2026, 0, 1))).toHaveLength(0);
  });
});

describe("coordinates", () => {
  it.each([
    "geo:48.2082,16.3738",
    "https://maps.example/@48.2082,16.3738,15z",
    "data=!3d48.2082!4d16.3738",
    "48.20820, 16.37380",
    "[16.37384,48.20821]",
    "48.2082° N, 16.3738° E",
    "N 48.2082 E 16.3738",
    "48°12'30\"N 16°22'22\"E",
    "48°12′30″N, 16°22′22″O",
    "?lat=48.2082&lng=16.3738",
    '{"latitude": 48.21, "longitude": 16.37}',
    "Breitengrad: 48.2082",
    "緯度 48.2082",
    "POINT(16.3738 48.2082)",
    "-33.8688,151.2093",
  ])("are found in %s", (text) => {
    expect(new Set(classes(text))).toEqual(new Set(["location"]));
  });

  it.each([
    "12.50, 13.75",
    "0.9321, 0.1234",
    "91.2345, 181.2345",
    "lat 48",
    "latte=48.2082",
    "12.3456 €, 13.4567 €",
    "1.2345, 16.3738, 48.2082",
    "version 12.3456",
    "size N 12 E 14",
  ])("are not seen in %s", (text) => {
    expect(classes(text).filter((name) => name === "location" && !text.startsWith("size"))).toEqual([]);
  });
});

describe("telephone numbers", () => {
  it.each([
    ["+49 170 1234567", undefined],
    ["call +1 (202) 555-0123 now", undefined],
    ["?phone=+493012345678", undefined],
    ["tel:030-12345678", undefined],
    ["Telefon: 030 12345678", undefined],
    ["電話 03-1234-5678", undefined],
    ["030 12345678", "DE"],
    ["(030) 12345678", "DE"],
    ["0170/1234567", "DE"],
    ["020 7946 0958", "GB"],
    ["01 23 45 67 89", "FR"],
    ["01.23.45.67.89", "FR"],
    ["0123456789", "FR"],
    ["(212) 736-5000", "US"],
    ["212-736-5000", "US"],
    ["1 (800) 444-4444", "US"],
    ["mobile 2127365000", "US"],
    ["06-12345678", "NL"],
    ["(11) 91234-5678", "BR"],
    ["03-1234-5678", "JP"],
    ["010-1234-5678", "KR"],
    ["8 (912) 345-67-89", "RU"],
    ["0532 123 45 67", "TR"],
    ["telefon 601 234 567", "PL"],
    ["手机 13912345678", "CN"],
    ["+٤٩ ٣٠ ١٢٣٤٥٦٧٨", undefined],
  ])("are found in %s of %s", (text, country) => {
    expect(classes(text, { countries: country === undefined ? [] : [country] })).toEqual(["phone"]);
  });

  it("are found of each country that it may be, and of no other", () => {
    const dutch = "bel 06-12345678";
    for (const countries of [["NL"], ["BR", "NL"], ["NL", "BR"]])
      expect(classes("06-12345678", { countries })).toEqual(["phone"]);
    expect(classes("06-12345678", { countries: ["BR", "CN"] })).toEqual([]);
    expect(classes(dutch, { countries: ["XX", "NL"] })).toEqual(["phone"]);
  });

  it("are found by the value's name where the country is known", () => {
    expect(classes("2127365000", { name: "contactPhone", countries: ["US"] })).toEqual(["phone"]);
    expect(classes("2127365000", { name: "order", countries: ["US"] })).toEqual([]);
  });

  it.each([
    ["2127365000", "US"],
    ["030 12345678", undefined],
    ["2026-11-23", "US"],
    ["12.03.1985", "DE"],
    ["1.234.567", "DE"],
    ["1 000 000", "FR"],
    ["order 212-736-5000", "US"],
    ["SKU 030-1234567", "DE"],
    ["1 2 3 4 5 6 7 8 9 10", "US"],
    ["100-2345678-1234567", "US"],
    ["3f2b8c1e-9d4a-4b6f-8e2a-1c3d5e7f9a0b", "US"],
    ["1795000004200", "US"],
    ["1920x1080, 1440x900", "US"],
    ["1234.56", "US"],
    ["12,345,678", "US"],
  ])("are not seen in %s of %s", (text, country) => {
    expect(classes(text, { countries: country === undefined ? [] : [country] })).toEqual([]);
  });
});
