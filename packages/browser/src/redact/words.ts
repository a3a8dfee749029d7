import type { FieldClass } from "@wayseal/protocol";

/**
 * What names, ids and labels say in the common languages, most telling first. A text is plain before it is tried: lower
 * case, no accents on Latin letters, one space before, between and after its words. So a word's edge, written \b here, is
 * a space: JavaScript's own knows ASCII only. The `never` classes come before all others, and their
 * words are looked for inside longer words too, since one field too many costs a statistic and one too few a secret.
 */
const WORDS: readonly (readonly [FieldClass, string])[] = [
  [
    "one-time-code",
    "\\b[mt]?otp|one time|\\b2 ?fa\\b|\\bmfa|two factor|verif\\w* (code|number|pin)|(sms|auth\\w*|access|confirm\\w*|login) (code|pin)|passcode|\\btan\\b|einmal|bestatigungscode|code de (verif|confirm)|codigo de (verif|confirm)|codice di (verif|conferma)|код.*подтвержд|код из|認証(コード|番号)|確認コード|验证码|驗證碼|인증 ?(번호|코드)",
  ],
  [
    "card-security-code",
    "\\b(cc)?c(vv|vc|sc|vn|id|av)( ?\\d| ?c(ode)?)?\\b|cvv|cvc|(card|sec\\w*) ?(verif\\w*|security|code|id)( ?(code|value|num\\w*|no))\\b|security ?code|prufn|prufziffer|kartenpruf|sicherheitscode|cryptogramme|code de securite|codigo de segur|codice (di )?(sicurezza|cvv)|kod (zabezp|cvv)|beveiligingscode|セキュリティ|код безопасности|安全码|安全碼|보안 ?코드",
  ],
  [
    "card-expiry",
    "\\bexp\\b|expir|\\bexp ?(date|month|year|m|y)|valid (thru|through|until|to)|\\bmm ?(yy|aa|jj)|ablauf|gultig ?bis|gueltig|caduc|vencim|vence|validade|scadenza|verval|vervaldatum|wazno|giltig|udlob|utlop|有効期限|срок действ|有效期|유효 ?기간",
  ],
  [
    "payment-card",
    "card ?(num\\w*|no\\b|nr\\b|n\\b|#|digits)|(num\\w*|no|nr) (of |de |da |do |della |der |d )?((credit|debit|kredit) )?(card|carte|tarjeta|cartao|carta|karte|kort)|\\bcc ?(num\\w*|no|nr|card)?\\b|ccnum|cardnum|credit ?card|debit ?card|payment ?card|\\bpan\\b|primary account|kreditkart|karten ?n|carte (bancaire|de credit|bleue)|tarjeta|cartao|carta di credito|creditcard|kaart ?n|numer karty|kartnum|kortnum|kortnr|номер карты|カード ?番号|クレジット|(信用)?卡号|卡號|카드 ?번호",
  ],
  [
    "security-answer",
    "(secur|secret)\\w* (question|answer)|(question|answer)\\w* secur|memorable|maiden|sicherheits(frage|antwort)|(question|reponse) secrete|(pregunta|respuesta) (secreta|de segur)|(pergunta|resposta) (secreta|de segur)|domanda segreta|секретн|秘密の(質問|答)|密保",
  ],
  [
    "api-key",
    "api ?key|(secret|private|access|client) ?(key|token|secret)|seed phrase|mnemonic|recovery (phrase|key)|bearer",
  ],
  [
    "password",
    "passw|\\bpass( ?\\d| ?(word|wd|phrase|wort|conf\\w*))?\\b|userpass|\\bpwd?\\b|pwd|passwd|\\bpsw|kennwort|mot ?de ?passe|\\bmdp\\b|contrase|\\bclave\\b|\\bsenha|wachtwoord|haslo|парол|losenord|heslo|sifre|parola|salasana|adgangskode|kodeord|jelszo|κωδικ|\\bpin( ?(code|number))?\\b|密码|密碼|口令|パスワード|暗証|비밀 ?번호|암호|كلمة|סיסמ|รหัสผ่าน|mat ?khau|kata ?sandi",
  ],
  ["email", "e ?mail|courriel|correo|posta elett|почт|メール|邮箱|邮件|郵件|이메일|البريد"],
  ["iban", "\\biban\\b"],
  ["bank-account", "account (number|no)|sort ?code|routing|\\bbic\\b|swift|kontonummer|bankverb|numero de (compte|cuenta)|\\bblz\\b"],
  ["tax-id", "\\btax|\\bvat\\b|steuer|ustid|\\b(ein|tin|nif|cnpj|siret|siren)\\b|partita iva|\\brfc\\b|\\bинн\\b|税号"],
  [
    "national-id",
    "\\bssn\\b|social ?sec|national ?(id|ins)|identity (card|num)|\\bid (card|num)|\\b(nino|dni|nie|cpf|bsn|pesel|curp|nric|cnp|rut|hkid)\\b|aadhaar|personalausw|personnummer|codice fiscale|securite sociale|sozialvers|снилс|身份证|身分證|マイナンバー|주민",
  ],
  ["passport", "passport|reisepass|passeport|pasaporte|passaporto|паспорт|护照|パスポート|여권"],
  ["driving-licence", "driv\\w* licen|licen[cs]e n|fuhrerschein|permis de conduire|carnet de conducir|patente"],
  ["ip-address", "\\bip( ?address)?\\b"],
  ["phone", "phone|mobile|\\b(cell|tel|fax|gsm|handy)\\b|telef|rufnummer|portable|celular|movil|cellulare|телефон|電話|电话|手机|手機|携帯|전화|휴대"],
  ["postal-code", "\\bzip|post(al)? ?code|postcode|\\bplz\\b|postleitzahl|code postal|codigo postal|\\bcep\\b|\\bcap\\b|kod pocztowy|postnummer|индекс|郵便|邮编|郵遞|우편"],
  ["card-holder", "(name on|holder|owner).{0,12}card|card ?(holder|owner|name)|\\bcc ?name|karteninhaber|titulaire|titular|intestatario|持卡人|カード名義"],
  ["organization", "company|organi[sz]ation|firma|societe|entreprise|empresa|azienda|компан|会社|公司|회사"],
  ["username", "user ?(name|id)|\\blogin|nickname|screen ?name|benutzer|identifiant|usuario|utente|логин|ユーザー|用户名|아이디"],
  ["given-name", "first ?name|given|fore ?name|fname|vorname|prenom|primer nombre|\\bnome\\b|voornaam|imie|\\bимя\\b|名字"],
  ["family-name", "(last|sur|family) ?name|lname|nachname|familienname|nom de famille|apellido|cognome|sobrenome|achternaam|nazwisko|фамил"],
  ["birthday", "birth|\\b(dob|bday)\\b|geburt|naissance|nacimiento|nascita|nascimento|geboorte|рожден|生年月日|生日|생년"],
  ["country", "country|\\bland\\b|pays|\\bpais|paese|kraj|страна|国家|國家|국가"],
  ["city", "city|town|\\bort\\b|stadt|ville|ciudad|citta|cidade|localidad|woonplaats|miasto|город|城市|市区町村|도시"],
  ["region", "\\bstate\\b|province|region|county|bundesland|departement|provincia|estado|область|都道府県|省份"],
  ["street", "street|strasse|\\bstr\\b|\\brue\\b|calle|\\bvia\\b|straat|ulica|house ?n|hausnummer|address ?(line ?)?\\d|улица|番地|街道"],
  ["address", "addr|adress|direccion|indirizzo|endereco|anschrift|\\badres|адрес|住所|地址|주소"],
  ["gender", "gender|\\bsex\\b|geschlecht|anrede|genre|genero|sesso|salutation|пол\\b|性别|性別"],
  ["name", "name|\\bnom\\b|nombre|\\bnaam|\\bимя|фио|氏名|姓名|お名前|이름|성명"],
  ["income", "income|salary|einkommen|gehalt|salaire|ingresos"],
  ["quantity", "quantity|\\bqty|amount|menge|anzahl|quantite|cantidad|quantita|aantal|количество|数量|수량"],
  ["search", "search|\\bquery\\b|\\bq\\b|suche|recherche|buscar|cerca|zoek|поиск|検索|搜索|검색"],
  ["free-text", "comment|message|note|feedback|description|nachricht|mensaje|messaggio|mensagem|сообщ|備考|留言"],
  ["date", "\\bdate\\b|datum|fecha|\\bdata\\b|日付|日期"],
];

let compiled: readonly (readonly [FieldClass, RegExp])[] | undefined;

/** @returns The first class whose words are in the text, or null. */
export function classOfWords(text: string): FieldClass | null {
  const plain = plainWords(text);
  if (!plain) return null;
  compiled ??= WORDS.map(([name, words]) => [name, new RegExp(words.replace(/\\b/g, " "))] as const);
  return compiled.find(([, words]) => words.test(plain))?.[0] ?? null;
}

function plainWords(text: string): string {
  const words = text
    .slice(0, 300)
    // camelCase and letters before digits are words apart
    .replace(/(\p{Ll})(?=\p{Lu})|(\p{L})(?=\d)/gu, "$& ")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, " ")
    .trim();
  return words && ` ${words} `;
}
