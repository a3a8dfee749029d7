/** A country or a region of one, as policies and questions about them name it: `DE`, `US-CA` (ISO 3166-1 and -2). */
export const PLACE_CODE = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;
