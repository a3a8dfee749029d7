export interface CacheBounds<Value> {
  /** Values held at once; the least recently used go. */
  readonly limit: number;
  /** How long a value is held, milliseconds, however often it is used. @default no limit */
  readonly age?: number | undefined;
  /** How often a value is given out. @default no limit */
  readonly uses?: number | undefined;
  /** Called with each value that leaves, whatever the cause: secrets overwrite themselves here. */
  readonly onDrop?: ((value: Value) => void) | undefined;
  readonly now?: (() => number) | undefined;
}

interface Entry<Value> {
  readonly value: Value;
  readonly since: number;
  uses: number;
}

/** Timers of one cache are at least this share of its age apart: values that came one by one do not leave one by one. */
const LATE = 0.01;

/**
 * Values by key, bounded in count, age and uses. A value that has outlived its age leaves by a timer of the cache's, which
 * keeps no process alive: a secret does not wait in memory for somebody to ask for it.
 */
export class BoundedCache<Value> {
  readonly #values = new Map<string, Entry<Value>>();
  readonly #bounds: CacheBounds<Value>;
  #timer: NodeJS.Timeout | null = null;

  constructor(bounds: CacheBounds<Value>) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#values.size;
  }

  /** Marks the value as used. */
  get(key: string): Value | undefined {
    const entry = this.#values.get(key);
    if (entry === undefined) return undefined;
    if (this.#isOld(entry) || entry.uses >= (this.#bounds.uses ?? Infinity)) {
      this.delete(key);
      return undefined;
    }
    entry.uses++;
    this.#values.delete(key);
    this.#values.set(key, entry);
    return entry.value;
  }

  set(key: string, value: Value): void {
    const old = this.#values.get(key);
    if (old !== undefined && old.value !== value) this.delete(key);
    else this.#values.delete(key);
    this.#values.set(key, { value, since: this.#now(), uses: 0 });
    if (this.#values.size > this.#bounds.limit) this.delete(this.#values.keys().next().value as string);
    this.#watch();
  }

  delete(key: string): void {
    const entry = this.#values.get(key);
    if (entry === undefined) return;
    this.#values.delete(key);
    this.#bounds.onDrop?.(entry.value);
  }

  clear(): void {
    for (const key of [...this.#values.keys()]) this.delete(key);
  }

  #now(): number {
    return this.#bounds.now?.() ?? Date.now();
  }

  /** A clock that was set back must not make a value last: an age below zero is old too. */
  #isOld({ since }: Entry<Value>): boolean {
    const age = this.#now() - since;
    return this.#bounds.age !== undefined && (age > this.#bounds.age || age < 0);
  }

  #watch(): void {
    const { age } = this.#bounds;
    if (age === undefined || this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#sweep(age), age + 1).unref();
  }

  /** Drops what is old, and comes back when the oldest of the rest will be. */
  #sweep(age: number): void {
    this.#timer = null;
    let oldest = Infinity;
    for (const [key, entry] of this.#values) {
      if (this.#isOld(entry)) this.delete(key);
      else oldest = Math.min(oldest, entry.since);
    }
    if (oldest === Infinity) return;
    const left = oldest + age + 1 - this.#now();
    this.#timer = setTimeout(() => this.#sweep(age), Math.max(left, age * LATE)).unref();
  }
}
