import { describe, expect, it } from "vitest";
import { classOfName } from "./class-of-name.js";
import { cleanText } from "./clean-text.js";
import { cleanUrl } from "./clean-url.js";
import { cut, findSensitive } from "./find-sensitive.js";

const CARDS = [
  "4111111111111111",
  "4012888888881881",
  "5555555555554444",
  "2223003122003222",
  "378282246310005",
  "6011111111111117",
  "3530111333300000",
  "30569309025904",
  "6200000000000005",
  "4222222222222",
  "6759649826438453",
  "2200000000000004",
];
const foreign = (digits: string, zero: number) =>
  digits.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const grouped = (digits: string, separator: string) => digits.replace(/(\d{4})(?=\d)/g, `$1${separator}`);

describe("card numbers", () => {
  const writings: [string, (digits: string) => string][] = [
    ["whole", (digits) => digits],
    ["with spaces", (digits) => grouped(digits, " ")],
    ["with hyphens", (digits) => grouped(digits, "-")],
    ["with dots", (digits) => grouped(digits, ".")],
    ["with no-break spaces", (digits) => grouped(digits, "\u00a0")],
    ["with thin spaces", (digits) => grouped(digits, "\u2009")],
    ["with en dashes", (digits) => grouped(digits, "\u2013")],
    ["with zero-width spaces", (digits) => grouped(digits, "\u200b")],
    ["with soft hyphens", (digits) => grouped(digits, "\u00ad")],
    ["with slashes", (digits) => grouped(digits, "/")],
    ["with commas", (digits) => grouped(digits, ", ")],
    ["with double spaces", (digits) => grouped(digits, "  ")],
    ["digit by digit", (digits) => [...digits].join(" ")],
    ["in full-width digits", (digits) => foreign(digits, 0xff10)],
    ["in Arabic-Indic digits", (digits) => foreign(digits, 0x0660)],
    ["in Devanagari digits", (digits) => foreign(digits, 0x0966)],
    ["in mathematical digits", (digits) => foreign(digits, 0x1d7ce)],
    ["in a sentence", (digits) => `My card is ${digits}, thanks`],
    ["between letters", (digits) => `card${digits}x`],
    ["in quotes and JSON", (digits) => `{"number":"${digits}"}`],
    ["behind a plus", (digits) => `+${digits}`],
    ["percent-encoded", (digits) => grouped(digits, "%20")],
    ["percent-encoded digit by digit", (digits) => [...digits].map((digit) => `%3${digit}`).join("")],
    ["with expiry and code", (digits) => `${digits} 12/29 737`],
    ["with the code behind it", (digits) => `${digits}737`],
    ["after a date", (digits) => `2026-11-23 ${digits}`],
    ["in a long run of digits", (digits) => `00000000${digits}00000000`],
  ];

  it.each(writings)("are found %s", (_, write) => {
    for (const card of CARDS) {
      const { text, findings } = findSensitive(write(card));
      expect(
        findings.map((finding) => finding.class),
        write(card),
      ).toContain("payment-card");
      const left = cut({ text, findings });
      expect(left.replace(/\D/g, ""), left).not.toContain(card);
      expect(left).not.toContain(card.slice(2, 12));
    }
  });

  it.each([
    ["%B4111111111111111^DOE/JANE^29121010000000123000000?", "the first track"],
    ["%B[number]^DOE/JANE^29121010000000123000000?", "the first track without its number"],
    [";4111111111111111=29121010000012300000?", "the second track"],
    [";[number]=29121010000012300000?", "the second track without its number"],
    ["4111111111111111D29121010000012300000F", "the second track as a chip has it"],
  ])("go with all that a stripe holds: %s", (track) => {
    expect(cut(findSensitive(`swiped ${track} twice`))).toBe("swiped [number] twice");
  });

  it("are not seen in times, dates, prices, phone numbers, order numbers and versions", () => {
    for (const text of [
      "1795000004200",
      "1795000004200123",
      "1795000004200123456",
      "2026-11-23T10:20:30.123Z",
      "2026-11-23 10:20:30",
      "20261123102030",
      "4111111111111112",
      "4111 1111 1111 1112",
      "+49 170 1234567",
      "+1 (555) 010-9999",
      "12.50 EUR, 3 items, 4 left",
      "1.2.3.4.5.6.7.8.9.10.11",
      "00000000000000000000",
      "viewport 1920x1080, 1440x900",
      "192.168.100.200 10.0.0.1",
      "step 1 2 3 4 5 6 7 8 9 10",
      "total=1234567 B^2^3 id=12345678901=7654321 0x1234567890123D1234567",
    ]) {
      const classes = findSensitive(text).findings.map((finding) => finding.class);
      expect(classes, text).not.toContain("payment-card");
    }
  });
});

describe("other secrets", () => {
  it.each([
    ["api-key", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
    ["api-key", "see eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0. here"],
    ["api-key", "sk_live_abcdefgh12345678"],
    ["api-key", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"],
    ["api-key", "AKIAIOSFODNN7EXAMPLE"],
    ["api-key", "Authorization: Bearer abcdef0123456789"],
    ["api-key", "https://x.example/?access_token=abc"],
    ["api-key", "https://x.example/?next=%2Fa%3Ftoken%3Dabcdef"],
    ["api-key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE"],
    ["password", "password: hunter2"],
    ["password", '{"password":"hunter2"}'],
    ["card-security-code", "cvc 123"],
    ["card-security-code", "CVV2: 1234"],
    ["one-time-code", "OTP 123456"],
    ["national-id", "078-05-1120"],
    ["iban", "DE89 3704 0044 0532 0130 00"],
    ["iban", "pay to GB29NWBK60161331926819 now"],
    ["email", "ann@shop.example"],
    ["email", "Ann.O'Neil+tag@mail.shop.example"],
    ["email", "ann\uff20shop.example"],
    ["email", "ann%40shop.example"],
    ["email", "müller@straße.example"],
  ])("finds %s in %s", (name, text) => {
    expect(findSensitive(text).findings.map((finding) => finding.class)).toContain(name);
  });

  it.each([
    "Basic information",
    "the bearer certificate",
    "tea @ 5 o'clock",
    "@home",
    "a@b",
    "DE89 is a number",
    "otp",
    "%E0%A4%A",
    "100%",
  ])("finds nothing in %s", (text) => {
    expect(findSensitive(text).findings).toEqual([]);
    expect(cut(findSensitive(text))).toBe(text);
  });

  it("ends in good time on long hostile text", () => {
    let slowest = 0;
    const hostile = [
      "a@",
      "1 ",
      "eyJ",
      "eyJa.",
      "4111",
      "%41",
      "%",
      "DE89",
      "token=",
      "-----BEGIN ",
      "a.",
      "@a.",
      "\uff11",
      "ghp_",
      "password",
    ];
    for (const piece of hostile) {
      const text = piece.repeat(Math.ceil(32_768 / piece.length));
      // Processor time, which a busy machine does not stretch.
      const began = process.cpuUsage();
      findSensitive(text);
      cleanText(text, 256);
      cleanUrl(text, 1024);
      cleanUrl(`https://a.example/${text}`, 1024);
      const { user, system } = process.cpuUsage(began);
      const milliseconds = (user + system) / 1000;
      slowest = Math.max(slowest, milliseconds);
      expect(milliseconds, piece).toBeLessThan(1000);
    }
    console.log(`hostile texts of 32 KiB: the slowest took ${slowest.toFixed(0)} ms of processor time for four scans`);
  });
});

describe("public texts", () => {
  it.each([
    ["Summer tea", "Summer tea", null],
    ["", "", null],
    ["order ann@shop.example", "order [email]", "email"],
    ["4111 1111 1111 1111", "[number]", "payment-card"],
    ["4111 1111 1111 1112", "[number]", "payment-card"],
    ["call +49 170 1234567", "call [number]", "phone"],
    ["id a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6", "id [token]", "api-key"],
    ["a\u0000b\u202ec\nd", "a b c d", null],
    ["\ud800x", "\ufffdx", null],
    ["größe", "größe", null],
    ["ｆｕｌｌ", "ｆｕｌｌ", null],
  ])("cleans %j", (text, cleaned, cutOut) => {
    expect(cleanText(text, 256)).toEqual({ text: cleaned, cut: cutOut });
  });

  it("are cut at their limit, after what is sensitive was found, and never inside a character", () => {
    expect(cleanText("a".repeat(300), 256).text).toHaveLength(256);
    expect(cleanText(`${"x ".repeat(124)}4111111111111111`, 256).text).not.toContain("4111");
    expect(cleanText(`${"a".repeat(254)}😀😀`, 256).text).toBe(`${"a".repeat(254)}…`);
    for (const length of [255, 256]) expect(cleanText("a".repeat(length), 256).text).toBe("a".repeat(length));
  });
});

describe("addresses", () => {
  it.each([
    ["https://shop.example/tea/green", "https://shop.example/tea/green", null],
    ["https://shop.example/:id/:email", "https://shop.example/:id/:email", null],
    ["https://shop.example:8443/a?sort=price&page=2", "https://shop.example:8443/a?sort=price&page=2", null],
    ["https://shop.example/#/cart/items", "https://shop.example/#/cart/items", null],
    ["/relative/path", "/relative/path", null],
    ["https://shop.example/blog/2026/11/23/1234", "https://shop.example/blog/2026/11/23/1234", null],
    ["https://ann:secret@shop.example/", "https://shop.example/", "password"],
    ["https://shop.example/u/ann@mail.example/x", "https://shop.example/u/:email/x", "email"],
    ["https://shop.example/u/ann%40mail.example", "https://shop.example/u/:email", "email"],
    ["https://shop.example/pay/4111111111111111", "https://shop.example/pay/:number", "payment-card"],
    ["https://shop.example/reset/3f2b8c1e-9d4a-4b6f-8e2a-1c3d5e7f9a0b", "https://shop.example/reset/:id", "user-id"],
    ["https://shop.example/s/aB3dE5gH7jK9mN1pQ3sT", "https://shop.example/s/:token", "api-key"],
    ["https://shop.example/a?email=x&sort=up", "https://shop.example/a?email=&sort=up", "email"],
    ["https://shop.example/a?token=abc", "https://shop.example/a?token=", "api-key"],
    ["https://shop.example/a?q=4111+1111+1111+1111", "https://shop.example/a?q=:number", "payment-card"],
    ["https://shop.example/#access_token=abc&state=1", "https://shop.example/#access_token=&state=1", "api-key"],
    ["mailto:ann@mail.example", "mailto:", "url"],
    ["tel:+491701234567", "tel:", "url"],
    ["javascript:alert(1)", "javascript:", "url"],
    ["data:text/html,<script>", "data:", "url"],
  ])("cleans %s", (address, cleaned, cutOut) => {
    expect(cleanUrl(address, 1024)).toEqual({ text: cleaned, cut: cutOut });
  });

  it("hold no card number however it is spread", () => {
    for (const address of [
      "https://shop.example/4111/1111/1111/1111",
      "https://shop.example/4111-1111-1111-1111",
      "https://shop.example/a?n=4111&m=111111111111",
      "https://shop.example/%34%31%31%31111111111111",
    ]) {
      const { text } = cleanUrl(address, 1024);
      expect(decodeURIComponent(text).replace(/\D/g, "")).not.toContain("4111111111111111");
    }
  });
});

describe("names", () => {
  it.each([
    ["cvc", "card-security-code"],
    ["cardCvc", "card-security-code"],
    ["CVV2", "card-security-code"],
    ["card-security-code", "card-security-code"],
    ["creditCardNumber", "payment-card"],
    ["cc_number", "payment-card"],
    ["userPassword", "password"],
    ["contraseña", "password"],
    ["accessToken", "api-key"],
    ["OTP", "one-time-code"],
    ["SSN", "national-id"],
    ["billing[email]", "email"],
    ["eMail", "email"],
    ["phoneNumber", "phone"],
    ["firstName", "given-name"],
    ["Straße", "street"],
    ["healthInsuranceNumber", "health-insurance"],
    ["nhs_number", "health-insurance"],
    ["health_questions", "health"],
    ["coupon", null],
    ["product_name", null],
    ["name", null],
    ["quantity", null],
    ["", null],
  ])("%s tells %s", (name, expected) => {
    expect(classOfName(name)).toBe(expected);
  });

  it("mean a person's where a person is described", () => {
    expect(classOfName("name", true)).toBe("name");
    expect(classOfName("city", true)).toBe("city");
    expect(classOfName("city")).toBeNull();
  });
});

it("says of a card number within an e-mail address that it is a card number", () => {
  const { findings } = findSensitive("write to 4111111111111111@example.com today");
  expect(findings).toEqual([{ class: "payment-card", start: 9, end: 37 }]);
});
