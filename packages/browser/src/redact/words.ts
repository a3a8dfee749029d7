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
    "\\b[mt]?otp\\b|one ?time|\\b2 ?fa|mfa|verif\\w* (code|num|pin)|(sms|auth\\w*|access|confirm\\w*|login) (code|pin)|passcode|\\btan\\b|einmal|(code|codigo|codice) d[ei] (verif|confirm|conferm)|認証|確認コード|验证码|驗證碼|인증|код.*подтв",
  ],
  [
    "card-security-code",
    "\\bc?cc?(vv|vc|sc|vn|id|av)2?\\b|cvv|cvc|(card|security) ?(code|verif|id\\b)|prufn|prufz|sicherheitsc|cryptogr|(code|codigo|codice|cod) (de |di )?(segur|secur|sicur)|beveiligingsc|kod zab|セキュリティ|код без|安全码|보안",
  ],
  [
    "card-expiry",
    "\\bexp\\b|expir|\\bexp ?(d|m|y)|valid (th|un|to)|\\bmm ?(yy|aa|jj)|ablauf|gu?e?ltig|caduc|vencim|validade|scaden|verval|wazno|udlob|utgang|有効期|срок|有效期|유효",
  ],
  [
    "payment-card",
    "card ?(num|no\\b|nr|n\\b|#|digit)|(num\\w*|no|nr) (of|de|da|do|della|der|d|cred\\w*|deb\\w*) .{0,9}(card|carte|tarj|cart)|^ cc $|cc ?(num|no|nr|card)|(credit|debit|payment) ?card|\\bpan\\b|kreditk|karten ?n|carte (ban|de cred|bleue)|tarjeta|cartao|carta di|kaart ?n|numer karty|kort ?n|номер карт|カード|卡号|卡號|카드",
  ],
  [
    "security-answer",
    "(secur|secret|geheim)\\w* (quest|answ|frage|antw)|(question|reponse|pregunta|respuesta|pergunta|resposta|domanda) (sec|de seg)|memorable|maiden|sicherheitsf|секр|秘密|密保",
  ],
  [
    "api-key",
    "api ?key|(secret|private|access|client) ?(key|token|secret)|seed phrase|mnemonic|recovery (phr|key)|bearer",
  ],
  [
    "password",
    "passw|pass ?(phr|conf|wd)|\\b\\w{0,5}pass\\b|pwd|\\bpsw|\\bpw\\b|kennw|mot ?de ?passe|\\bmdp|contrase|\\bclave\\b|senha|wachtw|haslo|парол|losen|heslo|sifre|parola|salasana|adgangsk|kodeord|jelszo|κωδικ|\\bpin\\b|密码|密碼|口令|パスワード|暗証|비밀|암호|كلم|סיסמ|รหัส|mat ?khau|sandi",
  ],
  ["email", "e ?mail|courriel|correo|почт|メール|邮箱|邮件|郵件|이메일"],
  ["iban", "iban"],
  ["bank-account", "account n|sort ?code|routing|\\bbic\\b|swift|kontonu|numero de c(om|ue)"],
  ["tax-id", "\\btax|\\bvat|steuer|\\b(ein|tin|nif|cnpj|siret)\\b|partita|инн"],
  [
    "national-id",
    "\\bssn|social ?sec|national ?i|\\bid(entity)? (card|n)|\\b(nino|dni|nie|cpf|bsn|pesel|nric)\\b|aadhaar|personalau|personn|codice f|securite soc|sozialv|снилс|身份|マイナ|주민",
  ],
  ["passport", "pass(e?port|aport)|reisepass|паспорт|护照"],
  ["driving-licence", "licen[cs]e n|driv\\w* l|fuhrersch|permis de c"],
  ["phone", "phone|mobil|\\b(cell|tel|fax|handy)\\b|telef|portable|celular|movil|телеф|電話|电话|手机|携帯|전화"],
  [
    "postal-code",
    "\\bzip|post(al)? ?code|\\b(plz|cep|cap)\\b|postlei|(code|codigo) post|kod poczt|индекс|郵便|邮编|우편",
  ],
  ["card-holder", "name on|(card|cc) ?(holder|owner|name)|inhaber|titula|intestat"],
  ["organization", "company|organi[sz]a|firma|societe|entrepr|empresa|azienda|компан|会社|公司"],
  ["username", "user ?(name|id)|\\blogin|nickname|benutz|identifiant|usuario|utente|логин|用户名"],
  ["given-name", "(first|fore|given) ?n|fname|vorn|prenom|voornaam|imie|名字"],
  [
    "family-name",
    "(last|sur|family) ?n|lname|nachn|familienn|nom de f|apellid|cognome|sobrenome|achtern|nazwisk|фамил",
  ],
  ["birthday", "birth|\\b(dob|bday)|geburt|naissance|naci|nascit|рожд|生日|生年"],
  ["country", "country|\\bland\\b|pays|\\bpais|paese|страна|国家"],
  ["city", "city|town|level 2|\\bort\\b|stadt|ville|ciudad|citta|cidade|город|城市|市区"],
  ["region", "\\bstate\\b|provin|region|county|level 1|bundesl|estado|область|都道"],
  ["street", "street|strasse|\\bstr\\b|\\brue\\b|calle|\\bvia\\b|straat|ulica|house|hausn|address ?(line)? ?\\d|улица"],
  ["address", "addr|adress|direccion|indirizzo|endereco|anschr|\\badres|адрес|住所|地址|주소"],
  ["gender", "gender|\\bsex\\b|geschl|anrede|genre|genero|sesso|性别"],
  ["name", "name|\\bnom|naam|имя|氏名|姓名|이름"],
  ["income", "income|salar|einkomm"],
  ["quantity", "quantit|\\bqty|amount|menge|anzahl|cantidad|aantal|数量"],
  ["search", "search|query|\\bq\\b|suche|recherche|buscar|cerca|поиск|検索|搜索"],
  ["free-text", "comment|message|note|feedback|nachr|mensa"],
  ["date", "\\bdate\\b|datum|fecha"],
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
    // Letters that are no letter with an accent to Unicode
    .replace(/[ßłø]/g, (letter) => ({ ß: "ss", ł: "l", ø: "o" })[letter] ?? "")
    .replace(/[^\p{L}\p{M}\p{N}#]+/gu, " ")
    .trim();
  return words && ` ${words} `;
}
