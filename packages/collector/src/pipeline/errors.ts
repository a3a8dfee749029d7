/** No site has this id: 404. */
export class UnknownSite extends Error {
  override readonly name = "UnknownSite";
  readonly code = "unknown-site";
  constructor() {
    super("There is no such site");
  }
}

/** The request's Origin is not one of the site's: 403. */
export class OriginRefused extends Error {
  override readonly name = "OriginRefused";
  readonly code = "origin-refused";
  constructor() {
    super("Pages of this origin may not send to this site");
  }
}
