import type { Span } from "./find-cards.js";

/** What is known of a text besides what it says. */
export interface About {
  /** Name of the field, property or trait that it is the value of. */
  readonly name?: string | undefined;
  /** ISO 3166-1 alpha-2, of whoever it is about: where it may be one of several, all of them. @default not known */
  readonly countries?: readonly string[] | undefined;
  /** It is the address of a page, or part of one: its own host is nobody's. */
  readonly isAddress?: boolean;
}

/** How far before a value a word may stand that says what it is, in UTF-16 units. */
const BEFORE = 40;
/** How far behind it, in languages that put the word there. */
const BEHIND = 14;

/** Words that begin where a word does; `~` stands for any ending. */
const LETTER = "[\\p{sc=Latin}\\p{sc=Cyrillic}]";
const stems = (words: string): string => `(?<!${LETTER})(?:${words.replaceAll("~", `${LETTER}{0,12}`)})(?!${LETTER})`;
/** Words of scripts that put no space between words: anywhere. */
const anywhere = (words: string): string => `(?:${words})`;
const pattern = (...sources: string[]): RegExp => new RegExp(sources.join("|"), "gu");

/**
 * Words of when somebody was born, in English, German, Dutch, French, Spanish, Portuguese, Italian, Polish, Turkish, Russian,
 * Arabic, Japanese, Korean and Chinese. All of it is in lower case, as what it is compared with.
 */
export const BIRTH = pattern(
  stems(
    "born|birth~|b[ -]?day|dob|d\\.o\\.b|geboren~|geb|geburt~|geboorte~|verjaardag~|n[ée]e?(?= le| en|\\W*$)|naissance|anniversaire|" +
      "nacimiento|nacid[oa]|naci[oó]|nac[ií]|nac|cumplea[nñ]os|nascimento|nascid[oa]|nasci|nasc|anivers[aá]rio|nascita|nat[oa](?= il|\\W*$)|" +
      "compleanno|urodz~|ur(?=\\.|\\W*$)|urodzin~|do[gğ]um~|do[gğ]du~|рожден~|родил~|д\\.? ?р",
  ),
  anywhere("ميلاد|مولد|مواليد|ولادة|ولد|生年月日|誕生|生まれ|出生|生日|生于|生於|생년월일|생일|출생|태어"),
);
/** Words that stand behind the day. */
export const BORN_BEHIND = pattern(
  stems("geboren|do[gğ]um~|do[gğ]du~|born|birth~|рожд~|г\\. ?р|doğ"),
  anywhere("生まれ|生れ|出生|생(?!산)|출생|태어|生(?!产|産)"),
);

/** Words of telephones. */
export const PHONE_WORDS = pattern(
  stems(
    "tel|tele(?:phone|fon)~|phone~|mobile|mobil~|cell(?:phone|ular)?|call|fax~|whats ?app|sms|hotline|handy~|rufnummer|anrufen|" +
      "t[ée]l|t[ée]l[ée]phone~|portable|appele[rz]|tel[eé]fono~|m[oó]vil|celular|ll[aá]m~|telefone~|telem[oó]vel|ligue|cellulare|" +
      "chiama~|bellen|gsm|mobiel~|kom[oó]rk~|zadzwo~|dzwoni~|cep|aray[iı]n~|тел|телефон~|моб|мобильн~|звон~",
  ),
  anywhere("هاتف|جوال|موبايل|تليفون|واتساب|اتصل|電話|携帯|電話番号|전화|휴대폰|핸드폰|연락처|电话|手机|致电|聯絡電話"),
);

/** Words of ids that a state gives people, whatever state. */
export const ID_WORDS = pattern(
  stems(
    "national ?(?:id|ident|insurance)~|identity ?(?:card|no|nr|num|number|document)|personal ?(?:id|identity|identification|code)~|" +
      "citizen ?(?:id|card|number)|social ?(?:security|insurance)|tax ?(?:id|payer|no|nr|number|file)~|" +
      "personalausweis~|ausweisn~|sozialversicherung~|steuer ?(?:id|nummer|identifikation)~|carte d.identit[ée]|s[ée]curit[ée] sociale|" +
      "documento~ (?:de |nacional |d.)?(?:identi~|identidad~)|c[ée]dula|seguridad social|seguran[cç]a social|carta d.identit[aà]|" +
      "codice fiscale|identiteits?kaart|dow[oó]d~ osobist~|kimlik~|паспорт~|снилс|инн|личн~ (?:код|номер)",
  ),
  anywhere("هوية|الرقم القومي|الرقم الوطني|身份证|身份證|マイナンバー|個人番号|주민등록|신분증"),
);

/**
 * Words of numbers and days that are nobody's: of orders, goods, prices, versions, and of when something was made, sent or
 * ends. Of two words the one nearer to the value says what it is.
 */
const OTHER = pattern(
  stems(
    "order~|invoic~|ship~|deliver~|dispatch~|creat~|updat~|modif~|edited|publish~|posted|releas~|expir~|valid~|due|paid|payment~|" +
      "purchas~|book(?:ed|ing)~|reserv~|arriv~|depart~|return~|tracking|track|parcel|sku|article|item|product|part|serial|model|" +
      "version|build|ref|reference|ticket|case|price|total|amount|quantity|qty|isbn|ean|upc|gtin|asin|size|batch|lot|" +
      "since|until|start~|end~|event|founded|established|launch~|stock|voucher|coupon|timestamp|" +
      "bestell~|auftrag~|rechnung~|versand~|verschickt|liefer~|geliefert|erstellt|ge[aä]ndert|aktualisiert|ver[oö]ffentlicht|" +
      "g[uü]ltig~|f[aä]llig~|bezahlt|zahlung~|gebucht|buchung~|anreise|abreise|artikel~|seriennummer|stand|seit|termin~|preis|" +
      "command~|factur~|livr~|exp[ée]di~|cr[ée]{1,3}~|publi[ée]~|mis à jour|pay[ée]~|paiement|r[ée]serv~|depuis|prix|" +
      "pedid~|encomend~|env[ií]~|entreg~|cread~|actualiz~|atualiz~|public~|vence~|vencim~|v[aá]lid~|pagad?o|pag~|compr~|precio|" +
      "pre[cç]o|art[ií]culo|artigo|fatura|criad~|ordin~|spedi~|consegn~|creat~|pubblic~|scad~|pagat~|acquist~|prezzo|articolo|fattura|" +
      "prenot~|bestel~|verzend~|verzonden|gelever~|levering~|factuur|gemaakt|bijgewerkt|geldig|betaal~|prijs|sinds|" +
      "zam[oó]wi~|wysył~|wysłan~|dostaw~|faktur~|utworz~|ważn~|opłac~|płatno~|cena|towar~|" +
      "sipari[sş]~|kargo~|teslim~|fatura~|olu[sş]turul~|g[uü]ncellen~|ge[cç]erli~|[oö]deme~|fiyat~|[uü]r[uü]n~|" +
      "заказ~|счет~|счёт~|отправл~|доставк~|создан~|обновл~|опублик~|оплат~|действ~|срок|цена|товар~|артикул~",
  ),
  anywhere(
    "طلب|فاتورة|شحن|توصيل|إنشاء|تحديث|صلاحية|سعر|منتج|注文|発送|配送|出荷|請求|作成|更新|発売|公開|有効|期限|価格|商品|" +
      "주문|배송|발송|청구|작성|수정|출시|유효|만료|가격|상품|订单|訂單|发货|發貨|配送|送达|创建|建立|发布|發佈|有效|到期|价格|價格|商品|快递",
  ),
);

/** `birthDate[0]`, `date_of-birth` → words in lower case. */
const spaced = (text: string): string =>
  text
    .replace(/(\p{Ll})(?=\p{Lu})/gu, "$1 ")
    .replace(/[_\-+]/g, " ")
    .toLowerCase();

/**
 * What stands before a value, nearest last: the name that it is the value of, then the text.
 *
 * @param text Normalised.
 */
export function wordsBefore(text: string, { start }: Span, name = ""): string {
  return spaced(`${name.slice(-BEFORE)}: ${text.slice(Math.max(0, start - BEFORE), start)}`);
}

/** @returns What stands behind a value. */
export function wordsBehind(text: string, { end }: Span): string {
  return spaced(text.slice(end, end + BEHIND));
}

/** @returns Whether one of these words stands there, and no word of orders and the like stands nearer to the value. */
export function says(words: RegExp, before: string): boolean {
  const at = lastOf(words, before);
  return at >= 0 && at >= lastOf(OTHER, before);
}

/** @returns Whether a word of orders and the like stands there. */
export function saysOther(before: string): boolean {
  return lastOf(OTHER, before) >= 0;
}

/** A product of a `User-Agent` and the slash before its version, which no path precedes. */
const PRODUCT = /(?:^|[\s(;,])\p{L}[\p{L}\d.+_-]{0,31}\/$/u;

/** @returns Whether a value stands where `User-Agent` has a product's version. */
export function isOfProduct(text: string, { start }: Pick<Span, "start">): boolean {
  return PRODUCT.test(text.slice(Math.max(0, start - 34), start));
}

/** Where the last of these words ends, or -1. */
function lastOf(words: RegExp, text: string): number {
  let last = -1;
  for (const { 0: word, index } of text.matchAll(words)) last = index + word.length;
  return last;
}
