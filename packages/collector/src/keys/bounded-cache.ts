/** Values by key, of which the least recently used go once there are more than `limit`. */
export class BoundedCache<Value> {
  readonly #values = new Map<string, Value>();

  constructor(
    readonly limit: number,
    /** Called with each value that leaves, whatever the cause. */
    readonly onDrop: (value: Value) => void = () => undefined,
  ) {}

  get size(): number {
    return this.#values.size;
  }

  /** Marks the value as used. */
  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    const old = this.#values.get(key);
    if (old !== undefined && old !== value) this.delete(key);
    else this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.limit) this.delete(this.#values.keys().next().value as string);
  }

  delete(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.onDrop(value);
  }

  clear(): void {
    for (const key of [...this.#values.keys()]) this.delete(key);
  }
}
