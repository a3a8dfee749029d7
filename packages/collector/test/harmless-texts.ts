import type { random } from "./random.js";

type Random = ReturnType<typeof random>;
const digits = ({ int }: Random, length: number): string =>
  String(1 + int(9)) + Array.from({ length: length - 1 }, () => int(10)).join("");
const letters = ({ int }: Random, length: number): string =>
  Array.from({ length }, () => String.fromCharCode(65 + int(26))).join("");
const pick = <T>({ int }: Random, list: readonly T[]): T => list[int(list.length)]!;
const day = ({ int }: Random): string => new Date(Date.UTC(2019 + int(8), int(12), 1 + int(28))).toISOString();

/** Texts as shops have them in which nothing is anybody's, made at random. */
export const MADE: Readonly<Record<string, (from: Random) => string>> = {
  "order numbers of 6 to 8 digits": (from) => digits(from, 6 + from.int(3)),
  "order numbers of 9 and 10 digits": (from) => digits(from, 9 + from.int(2)),
  "order numbers of 11 to 13 digits": (from) => digits(from, 11 + from.int(3)),
  "order numbers behind a word": (from) =>
    `${pick(from, ["Order", "order no.", "Bestellung", "Commande n°", "Pedido", "Ordine", "Bestelling", "Zamówienie nr", "Sipariş", "Заказ №", "注文", "주문", "订单", "طلب"])} ${digits(from, 6 + from.int(8))}`,
  "order numbers with letters": (from) =>
    pick(from, [
      `SO-${digits(from, 8)}`,
      `${letters(from, 2)}${digits(from, 7)}`,
      `#${digits(from, 4)}-${letters(from, 1)}`,
      `${digits(from, 3)}-${digits(from, 7)}-${digits(from, 7)}`,
    ]),
  SKUs: (from) =>
    pick(from, [
      `${letters(from, 3)}-${digits(from, 4)}-${letters(from, 2)}`,
      `SKU ${digits(from, 6)}`,
      `${digits(from, 5)}${letters(from, 1)}`,
      `${digits(from, 3)}.${digits(from, 3)}.${digits(from, 2)}`,
    ]),
  "articles' EAN": (from) => `EAN ${digits(from, 13)}`,
  versions: (from) =>
    pick(from, [
      `v${from.int(20)}.${from.int(30)}.${from.int(9)}`,
      `${from.int(20)}.${from.int(30)}.${from.int(99)}`,
      `Chrome/${from.int(130)}.0.${from.int(9999)}.${from.int(200)}`,
      `version ${from.int(20)}.${from.int(30)}.${from.int(99)}.${from.int(99)}`,
    ]),
  prices: (from) =>
    pick(from, [
      `${from.int(999)}.${digits(from, 2)} EUR`,
      `€ ${from.int(999)},${digits(from, 2)}`,
      `$${from.int(9)},${digits(from, 3)}.99`,
      `${from.int(9)}.${digits(from, 3)}.${digits(from, 3)},00`,
      `1 ${digits(from, 3)} ${digits(from, 3)} zł`,
      `¥${digits(from, 5)}`,
    ]),
  timestamps: (from) =>
    pick(from, [
      day(from),
      day(from).slice(0, 10),
      String(Date.parse(day(from)) + from.int(86_400_000)),
      String(Math.floor(Date.parse(day(from)) / 1000) + from.int(86_400)),
      day(from).slice(0, 19).replace("T", " "),
      day(from).slice(0, 10).split("-").reverse().join("."),
    ]),
  dimensions: (from) =>
    pick(from, [
      `${from.int(200)} x ${from.int(200)} x ${from.int(90)} cm`,
      `${from.int(99)}.${from.int(9)}×${from.int(99)}.${from.int(9)} mm`,
      `1920x1080`,
      `M ${from.int(99)} ${from.int(99)} L ${from.int(99)} ${from.int(99)}`,
      `translate(${from.int(999)}px, -${from.int(99)}px)`,
    ]),
  "tracking numbers": (from) =>
    pick(from, [
      `1Z${letters(from, 3)}${digits(from, 11)}`,
      `JJD${digits(from, 18)}`,
      `${letters(from, 2)}${digits(from, 9)}DE`,
      `${digits(from, 12)}`,
      `00${digits(from, 18)}`,
    ]),
  UUIDs: (from) =>
    from
      .bytes(16)
      .toString("hex")
      .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5"),
  hashes: (from) => from.bytes(20).toString("hex"),
  "random base64": (from) => from.bytes(24).toString("base64"),
  "days of orders": (from) =>
    `${pick(from, ["shipped", "delivery on", "Lieferung am", "livré le", "entrega el", "consegna il", "geleverd op", "dostawa", "teslim", "доставка", "配送日", "배송", "发货", "valid until", "created"])} ${day(from).slice(0, 10)}`,
};

/** Written by hand. */
export const WRITTEN: readonly string[] = [
  "Two-person tent, 220 x 140 cm, 2.4 kg, water column 3000 mm",
  "Free delivery from 49.90 EUR, returns within 30 days",
  "iPhone 15 Pro Max 256 GB, 6.7 inch, 2796 x 1290",
  "Size 38 / 40 / 42, colour 7021, article 4711-0815",
  "Rated 4.7 of 5 by 1,284 customers",
  "Buy 3, pay 2: code SPRING24 until 31.03.2026",
  "Opening hours Mon-Fri 9:00-18:00, Sat 10-14",
  "Step 2 of 4: address",
  "Error 404: /assets/app.3f9d2c1a.js not found at line 1204:33",
  "TypeError: Cannot read properties of undefined (reading '0') at t.render (main.4f2e1.js:1:20394)",
  "Timeout of 30000 ms exceeded after 3 attempts",
  "ISBN 978-3-16-148410-0, 352 pages, born in a storm",
  "The Born Identity, season 2, episode 10",
  "Born to Run, remastered 2014, 8 tracks, 39:26",
  "Geburtstagskarte, 12 x 17 cm, 3 Stück, 2.99 EUR",
  "Happy Birthday balloon set, 40 pieces, 1.29 m",
  "Gore-Tex Jacke, Wassersäule 28.000 mm, Größe 50/52",
  "Kaffeevollautomat EQ.6 plus s700, 1500 W, 19 bar, 1,7 l",
  "Rasenmäher 1800 W, 43 cm, Art.-Nr. 123.456.78",
  "Lieferzeit 3-5 Werktage, Versand 4,95 €",
  "Chaussures de course, pointure 42, 129,00 €, réf. 2024-118",
  "Livraison offerte dès 60 € d'achat, retours sous 30 jours",
  "Zapatillas para correr, talla 42, 89,95 €, ref. 55-1203",
  "Envío gratis a partir de 30 €, devolución en 14 días",
  "Ténis de corrida, tamanho 42, R$ 349,90 em 6x de R$ 58,32",
  "Frete grátis acima de R$ 199,00",
  "Scarpe da corsa, taglia 42, 119,00 €, cod. 8052-114",
  "Spedizione gratuita sopra i 49 €, reso entro 30 giorni",
  "Hardloopschoenen maat 42, € 119,95, artikelnummer 60213877",
  "Gratis verzending vanaf € 50, 30 dagen bedenktijd",
  "Buty do biegania, rozmiar 42, 499,00 zł, kod 11-2034",
  "Darmowa dostawa od 199 zł, zwrot do 30 dni",
  "Koşu ayakkabısı, 42 numara, 2.499,90 TL, ürün kodu 7781203",
  "Кроссовки, размер 42, 7 990 ₽, артикул 12345678",
  "Доставка 2–4 дня, возврат 14 дней",
  "ランニングシューズ 27.0cm 税込 12,980円 品番 1011A876",
  "3,980円以上で送料無料、2026年3月末まで",
  "러닝화 270mm 129,000원 상품번호 5567123",
  "50,000원 이상 무료배송, 2026년 3월까지",
  "跑步鞋 42码 ¥599.00 货号 FD2290-101",
  "满199元包邮，7天无理由退货",
  "حذاء جري مقاس 42 السعر 499.00 ر.س رقم المنتج 77812",
  "توصيل مجاني للطلبات فوق 200",
  "GPS accuracy 3.5 m, battery 14 h, IP67, 5 ATM",
  "Bluetooth 5.3, USB 3.2, Wi-Fi 802.11ax, HDMI 2.1",
  "opacity 0.85, scale 1.2500, rotate 45.0000",
  "width=1440&height=900&dpr=2",
  "utm_campaign=spring_2026_03&utm_content=banner_728x90",
  "p-12345, c-678, s-90123, v2",
  "cubic-bezier(0.25, 0.1, 0.25, 1.0)",
  "rgba(12, 34, 56, 0.7891)",
  "Chapter 3.2.1, section 10.4",
  "Table for 4 at 19:30",
  "Room 1204, floor 12",
  "NHS staff discount 10 %, from 25.00",
  "Call of Duty 4, mobile edition 2024, 1080 points",
  "Score 1204:1180, set 3, game 6-4 7-5 6-3",
  "LEGO 75192, 7541 pieces, 16+",
  "Wine 2019, 0.75 l, 13.5 %, lot L2024118",
  "Flight OS 201 VIE-LHR 07:25-08:50",
];
