import { FIELD_CLASSES } from "@wayseal/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { plainControl } from "../../test/plain-control.js";
import type { CapturedEvent, Control } from "../states.js";
import { classify } from "./classify.js";
import { learnWords } from "./class-of-words.js";
import { isNever, NEVER_WORDS } from "./never.js";
import { redact } from "./redact.js";
import { classOfShape } from "./shape.js";
import { cleanText } from "./text.js";
import { WORDS } from "./words.js";

const field = (parts: Partial<Control>): CapturedEvent => ({
  type: "field",
  time: 0,
  page: "https://shop.example/",
  form: "f",
  field: "x",
  control: plainControl(parts),
  duration: 1,
  changes: 1,
  refills: 0,
  pasted: false,
  autofilled: false,
  filled: true,
  valid: true,
});
beforeAll(() => learnWords(WORDS));
const RULES = { allow: [], query: [] };
test("the classes that are never captured are the protocol's", () => {
  const never = Object.entries(FIELD_CLASSES).filter(([, treatment]) => treatment === "never");
  expect(Object.keys(NEVER_WORDS).sort()).toEqual(never.map(([name]) => name).sort());
});

test.each([
  ["4111111111111111", "payment-card"],
  ["4111 1111 1111 1111", "payment-card"],
  ["3782-822463-10005", "payment-card"],
  ["pay with 5555.5555.5555.4444 please", "payment-card"],
  ["４１１１ １１１１ １１１１ １１１１", "payment-card"],
  ["٤١١١١١١١١١١١١١١١", "payment-card"],
  ["4111111111111112", null],
  ["12345678901", null],
  ["DE89 3704 0044 0532 0130 00", "iban"],
  ["gb82west12345698765432", "iban"],
  ["AB12", null],
  ["078-05-1120", "national-id"],
  ["jane@example.com", "email"],
  ["-----BEGIN PRIVATE KEY-----", "api-key"],
  ["sk_live_abc", "api-key"],
  ["Lisbon", null],
  ["", null],
])("value %s has the shape of %s", (value, wanted) => {
  expect(classOfShape(value)).toBe(wanted);
});

describe("never classes, in many languages and by every sign", () => {
  const labels: Record<string, string[]> = {
    password: [
      "Password",
      "passwd",
      "userPassword",
      "new-password",
      "pwd",
      "Passwort",
      "Kennwort",
      "Mot de passe",
      "Contraseña",
      "Clave",
      "Senha",
      "Wachtwoord",
      "Hasło",
      "Пароль",
      "Lösenord",
      "Heslo",
      "Şifre",
      "Parola",
      "Salasana",
      "Adgangskode",
      "Jelszó",
      "Κωδικός",
      "密码",
      "密碼",
      "パスワード",
      "비밀번호",
      "كلمة المرور",
      "סיסמה",
      "รหัสผ่าน",
      "Mật khẩu",
      "PIN",
      "login_pass",
      "passphrase",
    ],
    "one-time-code": [
      "OTP",
      "One-time code",
      "verification code",
      "2FA code",
      "SMS code",
      "Einmalcode",
      "TAN",
      "Código de verificación",
      "code de vérification",
      "认证验证码",
      "認証コード",
      "인증번호",
      "Код подтверждения",
      "passcode",
      "totp",
    ],
    "payment-card": [
      "Card number",
      "cardNumber",
      "cc-number",
      "ccnum",
      "credit card",
      "Kartennummer",
      "Kreditkarte",
      "numéro de carte",
      "Número de tarjeta",
      "número do cartão",
      "Numero della carta",
      "Numer karty",
      "Номер карты",
      "カード番号",
      "卡号",
      "카드번호",
      "kortnummer",
      "card_no",
    ],
    "card-expiry": [
      "Expiry",
      "exp-date",
      "expMonth",
      "Expiration date",
      "MM/YY",
      "Gültig bis",
      "Ablaufdatum",
      "Date d'expiration",
      "Fecha de caducidad",
      "Vencimiento",
      "Validade",
      "Scadenza",
      "有効期限",
      "有效期",
      "Срок действия",
      "cc_exp_year",
    ],
    "card-security-code": [
      "CVV",
      "cvc",
      "CVC2",
      "cc-csc",
      "Security code",
      "card verification value",
      "Prüfnummer",
      "Sicherheitscode",
      "Cryptogramme visuel",
      "Código de seguridad",
      "codice di sicurezza",
      "セキュリティコード",
      "安全码",
      "cardCvc",
    ],
    "security-answer": [
      "Mother's maiden name",
      "Secret answer",
      "Security question",
      "Sicherheitsfrage",
      "Réponse secrète",
    ],
    "api-key": ["API key", "apiKey", "client_secret", "access token", "seed phrase"],
  };
  const cases = Object.entries(labels).flatMap(([name, texts]) => texts.map((text) => [text, name] as const));

  test.each(cases)("%s is %s, as name, id or label", (text, name) => {
    for (const sign of ["name", "id", "label"] as const) {
      const found = classify(plainControl({ [sign]: text }), cleanText).class;
      expect(isNever(found), `${sign}: ${found}`).toBe(true);
      if (sign === "label") expect(found).toBe(name);
    }
  });

  test.each(cases)("%s (%s) is refused although the page allows and declares it otherwise", (text) => {
    const event = field({
      label: text,
      mark: "allow",
      listed: true,
      declared: "city",
      autocomplete: "email",
      value: "x",
    });
    expect(redact(event, { allow: ["city", "email"], query: [] }).body).not.toHaveProperty("value");
  });

  test.each(["current-password", "new-password", "one-time-code", "cc-number", "cc-exp", "cc-exp-month", "cc-csc"])(
    "autocomplete %s",
    (autocomplete) => {
      for (const prefix of ["", "shipping ", "section-one billing "]) {
        const event = field({ autocomplete: prefix + autocomplete, name: "city", mark: "allow", value: "123" });
        expect(redact(event, RULES).body, prefix).not.toHaveProperty("value");
      }
    },
  );

  test.each([
    ["a card number in a search box", { type: "search", name: "q", value: "4111 1111 1111 1111" }],
    ["a card number in an e-mail field", { type: "email", name: "email", value: "4111111111111111" }],
    ["a card number in a comment", { type: "textarea", value: "my card is 4111-1111-1111-1111, thanks" }],
    ["a password that is shown", { type: "text", name: "city", secret: true, value: "hunter2" }],
    ["a private key", { type: "textarea", value: "-----BEGIN PRIVATE KEY-----" }],
  ])("%s is refused", (_, parts) => {
    const allowed = { mark: "allow", listed: true, ...parts } as Partial<Control>;
    expect(redact(field(allowed), { allow: ["q", "email"], query: [] }).body).not.toHaveProperty("value");
  });
});

describe("what a field holds", () => {
  test.each([
    [{ autocomplete: "email" }, "email"],
    [{ autocomplete: "shipping address-level2" }, "city"],
    [{ autocomplete: "address-level1" }, "region"],
    [{ autocomplete: "address-line1" }, "street"],
    [{ autocomplete: "street-address" }, "street"],
    [{ autocomplete: "given-name" }, "given-name"],
    [{ autocomplete: "family-name" }, "family-name"],
    [{ autocomplete: "cc-name" }, "card-holder"],
    [{ autocomplete: "tel-national" }, "phone"],
    [{ autocomplete: "postal-code" }, "postal-code"],
    [{ autocomplete: "country" }, "country"],
    [{ autocomplete: "bday" }, "birthday"],
    [{ autocomplete: "organization" }, "organization"],
    [{ autocomplete: "username" }, "username"],
    [{ autocomplete: "off", type: "email" }, "email"],
    [{ type: "tel" }, "phone"],
    [{ type: "tel", name: "zip" }, "postal-code"],
    [{ type: "search" }, "search"],
    [{ type: "number" }, "quantity"],
    [{ type: "checkbox", label: "I agree" }, "choice"],
    [{ type: "textarea" }, "free-text"],
    [{ label: "Straße" }, "street"],
    [{ label: "Stadt" }, "city"],
    [{ label: "Vorname" }, "given-name"],
    [{ label: "Apellidos" }, "family-name"],
    [{ label: "Adresse e-mail" }, "email"],
    [{ label: "Téléphone" }, "phone"],
    [{ label: "Code postal" }, "postal-code"],
    [{ label: "電話番号" }, "phone"],
    [{ name: "ssn" }, "national-id"],
    [{ name: "iban" }, "iban"],
    [{ name: "passport_no" }, "passport"],
    [{ name: "x", value: "jane@example.com" }, "email"],
    [{ declared: "vehicle-id", label: "City" }, "vehicle-id"],
    ...["field_17", ""].map((name) => [{ name }, "unknown"] as const),
  ] as const)("%j is %s", (parts, wanted) => {
    expect(classify(plainControl(parts), cleanText).class).toBe(wanted);
  });
});

describe("values", () => {
  test.each([
    ["nothing allows it", {}, RULES, false],
    ["its attribute allows it", { mark: "allow" }, RULES, true],
    ["a selector allows it", { listed: true }, RULES, true],
    ["its name is listed", {}, { allow: ["town"], query: [] }, true],
    ["its class is listed", {}, { allow: ["city"], query: [] }, true],
    ["another name is listed", {}, { allow: ["to"], query: [] }, false],
    ["it is listed but hidden", { mark: "redact", listed: true }, { allow: ["city", "town"], query: [] }, false],
  ] as const)("are kept or not where %s", (_, parts, rules, kept) => {
    const { body } = redact(field({ name: "town", value: "Lisbon", ...parts }), rules);
    expect(body["class"]).toBe("city");
    expect("value" in body).toBe(kept);
    expect("control" in body).toBe(false);
  });

  test("an unknown field is kept only where it is allowed itself", () => {
    const { body } = redact(field({ name: "x1", value: "secret" }), { allow: ["city"], query: [] });
    expect(body).not.toHaveProperty("value");
    expect(redact(field({ name: "x1", value: "plain", mark: "allow" }), RULES).body).toHaveProperty("value", "plain");
  });
});
