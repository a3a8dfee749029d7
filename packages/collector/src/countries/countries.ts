/** The country of an address. */
export interface Countries {
  /**
   * @returns ISO 3166-1 alpha-2, or null where it is not known: of private addresses, and until the ranges have been read.
   *   The address is looked at and not kept.
   */
  of(address: string | undefined): string | null;
}
