/** Where an archive's files go, one after another. */
export interface Archive {
  /** Writes a file to its end. `content` is read no faster than it can be written. */
  add(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Everything was added. Resolves once it is all written. */
  end(): Promise<void>;
  /** It came to nothing: leaves nothing of it. Never throws. */
  abort(): Promise<void>;
}
