/** What the catalog knows of a subject, without reading anything that is sealed. */
export interface SubjectFacts {
  /** Visitors, which are browsers, that lead to it. */
  readonly mappings: number;
  /** DEKs that there are. */
  readonly keys: number;
  /** Events that wait in the spool: no question finds them yet. */
  readonly waiting: number;
  /** Its erasure, if there was one. */
  readonly erased: { readonly id: string; readonly at: number } | null;
}

export interface SubjectCatalog {
  /** @param subject 16 bytes. */
  subjectFacts(site: string, subject: Buffer): Promise<SubjectFacts>;
}
