import type { Span } from "./find-cards.js";

const NUMBER = String.raw`[-+]?\d{1,3}(?:\.\d{1,15})?`;
const LATITUDE =
  "(?<!\\p{L})(?:lat|latitude|latitud|latitudine|breitengrad|breite|breedtegraad|szerokość|enlem|широта)|緯度|纬度|위도|خط العرض";
const LONGITUDE =
  "(?<!\\p{L})(?:lng|lon|long|longitude|longitud|longitudine|längengrad|länge|lengtegraad|długość|boylam|долгота)|" +
  "経度|经度|經度|경도|خط الطول";
/** Degrees, and minutes and seconds where they are written. */
const ANGLE = String.raw`\d{1,3}(?:\.\d{1,10})?\s?°?(?:\s?\d{1,2}(?:\.\d{1,8})?\s?['′’](?:\s?\d{1,2}(?:\.\d{1,6})?\s?(?:["″”]|['′’]{2}))?)?`;

/** Each gives two numbers that say where on the globe, or one behind its name. None is unbounded. */
const SHAPES: readonly RegExp[] = [
  // RFC 5870.
  new RegExp(String.raw`(?<![\p{L}\d])geo:(${NUMBER}),(${NUMBER})`, "giu"),
  // Addresses of maps.
  /@([-+]?\d{1,2}\.\d{3,15}),([-+]?\d{1,3}\.\d{3,15})/g,
  /!3d([-+]?\d{1,2}\.\d{1,15})!4d([-+]?\d{1,3}\.\d{1,15})/g,
  // A letter of the four winds at each, before or behind. O and W, L and E, С Ю З В: as other languages have them.
  new RegExp(String.raw`(?<![\p{L}\d.])(${ANGLE})\s?[NS](?!\p{L})\s?[,;/]?\s?(${ANGLE})\s?[EWOL](?!\p{L})`, "gu"),
  new RegExp(String.raw`(?<![\p{L}\d])[NS]\s?(${ANGLE})\s?[,;/]?\s?[EWOL]\s?(${ANGLE})`, "gu"),
  // Its name.
  new RegExp(String.raw`(?:${LATITUDE})["']?(?:\s?[=:]\s?|\s)["']?([-+]?\d{1,2}\.\d{2,15})(?![\d.])`, "giu"),
  new RegExp(String.raw`(?:${LONGITUDE})["']?(?:\s?[=:]\s?|\s)["']?()([-+]?\d{1,3}\.\d{2,15})(?![\d.])`, "giu"),
  // As geometry is written in text.
  new RegExp(String.raw`(?<!\p{L})point\s?(?:z\s?)?\(\s?()(${NUMBER}) (?=${NUMBER})`, "giu"),
];
/** Two numbers with four places and more, in either order. */
const PAIR =
  /(?<![\p{L}\d.,+-])(?<!\d[,;]\s)([-+]?\d{1,3}\.\d{4,15})\s?[,;]\s?([-+]?\d{1,3}\.\d{4,15})(?!\d|\.\d|\s?[%€$£¥]|\s?[,;]\s?[-+]?\d{1,3}\.\d{4})/gu;

/** Every shape has one of these: most texts have none. */
const SUSPECT = /\d\.\d{3}|[°′]|geo:|point ?z? ?\(|[=:"'] ?[-+]?\d{1,3}\.\d\d/i;

/**
 * Finds coordinates: in addresses of maps, with the letters of the four winds, behind their names, and two numbers with so many
 * places that they say a place to some metres.
 *
 * @param text Normalised.
 */
export function findCoordinates(text: string): Span[] {
  const found: Span[] = [];
  if (!SUSPECT.test(text)) return found;
  for (const shape of SHAPES) {
    for (const { 0: all, 1: latitude = "", 2: longitude = "", index } of text.matchAll(shape)) {
      if (within(latitude, 90) && within(longitude, 180)) found.push({ start: index, end: index + all.length });
    }
  }
  for (const { 0: all, 1: first = "", 2: second = "", index } of text.matchAll(PAIR)) {
    const isPlace = (within(first, 90) && within(second, 180)) || (within(first, 180) && within(second, 90));
    // Shares, rates and scores: as a place it would lie in the Gulf of Guinea.
    const isShare = within(first, 2) && within(second, 2);
    if (isPlace && !isShare) found.push({ start: index, end: index + all.length });
  }
  return found;
}

function within(angle: string, most: number): boolean {
  return Math.abs(parseFloat(angle) || 0) <= most;
}
