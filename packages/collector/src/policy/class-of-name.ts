import type { FieldClass } from "@wayseal/protocol";

/**
 * Classes that a name of a field, property or trait tells by itself, first match first. Names are matched as words
 * between underscores: `cardNumber`, `card-number` and `card_number` are one.
 */
const NAMES: readonly (readonly [FieldClass, RegExp])[] = [
  [
    "one-time-code",
    words("otp|totp|mfa_code|2fa(_code)?|one_time_(code|password)|verification_code|sms_code|auth_code"),
  ],
  ["security-answer", words("security_(answer|question)|secret_answer|mothers?_maiden_name|maiden_name")],
  [
    "password",
    words(
      "pass(word|wort|wd|phrase|code)|pwd|pin|pin_code|kennwort|contrasena|clave|senha|mot_de_passe|mdp|wachtwoord|haslo|parola|sifre|salasana|losenord|heslo",
    ),
  ],
  [
    "card-security-code",
    words(
      "cvc2?|cvv2?|csc|cvn|card_(code|cvc|cvv|security_code|verification\\w*)|cc_(code|cvc|csc|cvv)|security_code|verification_value",
    ),
  ],
  ["card-expiry", words("cc_exp\\w*|card_exp\\w*|exp(iry|iration)?_(month|year|date)|exp_(mm|yy|yyyy)|valid_thru")],
  [
    "payment-card",
    words(
      "pan|cc_?(num|number|no)|(credit|debit|bank|payment)_?card(_?(num|number|no))?|card_?(num|number|no|pan)|kartennummer|kreditkarte\\w*|numero_(de_)?(tarjeta|carte|cartao)|carta_di_credito",
    ),
  ],
  [
    "api-key",
    words("token|secret|api_?key|access_key|private_key|jwt|bearer|authorization|session_?id|csrf|xsrf|credentials?"),
  ],
  [
    "national-id",
    words(
      "ssn|social_security\\w*|national_(id|identity|insurance)\\w*|nino|cpf|curp|dni|nie|nif|nir|bsn|pesel|oib|cnp|egn|jmbg|personnummer|fodselsnummer|cpr|hetu|aadhaar|aadhar|my_?number|resident_registration\\w*|identity_(card|number)|id_card|id_number|codice_fiscale",
    ),
  ],
  [
    "tax-id",
    words("tax_?(id|number|no|code)|tin|itin|ein|vat_?(id|number|no)|steuer_?(id|nummer)|ust_id|siret|siren|cnpj"),
  ],
  ["passport", words("passport\\w*|reisepass\\w*|pasaporte|passeport")],
  ["driving-licence", words("driv(er|ers|ing)_licen[cs]e\\w*|dl_number|fuhrerschein\\w*")],
  ["iban", words("iban")],
  [
    "bank-account",
    words("bank_account\\w*|account_(number|no)|routing_(number|no)|sort_code|bic|swift|aba|kontonummer|blz"),
  ],
  [
    "health-insurance",
    words(
      "(health|medical)_?(insurance|plan|care_?(number|no|id))\\w*|medicare\\w*|nhs_?(number|no)|kvnr|versichertennummer",
    ),
  ],
  [
    "health",
    words(
      "health\\w*|diagnos[ei]s|disease\\w*|medica(l|tion)\\w*|disabilit(y|ies)|allerg(y|ies)|blood_type|pregnan\\w*|symptoms?",
    ),
  ],
  ["religion", words("religion|religious\\w*|faith|denomination")],
  ["ethnicity", words("ethnic\\w*|race")],
  ["sexuality", words("sexual\\w*|sexuality|sex_life")],
  ["politics", words("politic\\w*|political_\\w*|trade_union|union_membership")],
  ["biometric", words("biometric\\w*|face_id|finger_?prints?|iris_scan|voice_?print")],
  ["criminal-record", words("criminal\\w*|convictions?|arrests?")],
  ["location", words("lat|lng|lon|latitude|longitude|geo|geolocation|coordinates|gps")],
  ["email", words("e_?mail\\w*|mail|courriel|correo\\w*|mail_address")],
  [
    "phone",
    words(
      "(tele|mobile_?|cell_?|home_?|work_?)?phone\\w*|tel|mobile|cell|fax|msisdn|whatsapp|telefon\\w*|telefono|handy\\w*|celular",
    ),
  ],
  ["username", words("user_?name|login|log_in|nick_?name|screen_name|handle")],
  ["user-id", words("user_?id|customer_?(id|no|number)|member_?(id|no|number)|account_?id|client_?id|uid|external_id")],
  ["given-name", words("(first|given|fore|middle)_?name|vorname|prenom|nombre")],
  ["family-name", words("(last|family|sur)_?name|nachname|apellidos?|cognome|nom_de_famille")],
  [
    "name",
    words(
      "(full|display|legal|contact|customer|recipient|person|real|card_?holder|holder|billing|shipping)_?name|card_?holder",
    ),
  ],
  ["birthday", words("birth\\w*|dob|date_of_birth|bday|age|geburts\\w*|fecha_de_nacimiento")],
  ["gender", words("gender|sex|geschlecht|genero|sexe")],
  ["street", words("street\\w*|address_?(line)?_?[123]?|addr|strasse|calle|rue|hausnummer|house_number")],
  ["postal-code", words("(post|postal|zip)_?code|zip|plz|postcode|cep|code_postal")],
  ["income", words("income|salary|wage|net_worth|gehalt")],
  ["ip-address", words("ip|ip_?addr(ess)?|ipv[46]|remote_addr")],
  ["device-id", words("device_?id|idfa|idfv|gaid|imei|mac_address|advertising_id")],
  ["vehicle-id", words("vin|licen[cs]e_plate|number_plate|kennzeichen")],
];

/** Names that mean a person's own only where a person is described: a product has a name too. */
const TRAITS: readonly (readonly [FieldClass, RegExp])[] = [
  ["name", words("name|nom")],
  ["city", words("city|town|stadt|ort|ciudad|ville")],
  ["region", words("state|region|province|county")],
  ["country", words("country\\w*|land|pais|pays")],
  ["organization", words("company|organi[sz]ation|employer|firma")],
  ["job-title", words("job|job_title|role|position|occupation|profession")],
  ["language", words("language|lang|locale")],
  ["image", words("avatar|photo|picture|image")],
  ["url", words("url|website|homepage")],
];

/** @returns The class that a name tells, or null. `person`: the name is a trait of a person. */
export function classOfName(name: string, person = false): FieldClass | null {
  const key = `${person ? 1 : 0}${name}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const found = search(asWords(name), person);
  // Senders choose names, so what is remembered is bounded; sites have some hundred.
  if (remembered.size >= 4096) remembered.clear();
  remembered.set(key, found);
  return found;
}

const remembered = new Map<string, FieldClass | null>();

function search(name: string, person: boolean): FieldClass | null {
  for (const [found, pattern] of NAMES) if (pattern.test(name)) return found;
  if (person) for (const [found, pattern] of TRAITS) if (pattern.test(name)) return found;
  return null;
}

function words(alternatives: string): RegExp {
  return new RegExp(`(?:^|_)(?:${alternatives})(?:_|$)`);
}

/** `creditCardNumber`, `Credit Card-Number`, `crédit.card[number]` → words between underscores. */
function asWords(name: string): string {
  return name
    .slice(0, 256)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
}
