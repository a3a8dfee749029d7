import { readFileSync } from "node:fs";

/** Reads a file of test vectors from the protocol package. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../protocol/vectors/${name}.json`, import.meta.url), "utf8")) as T;
}

export const hex = (text: string): Buffer => Buffer.from(text, "hex");

export interface Wycheproof<Test> {
  readonly testGroups: readonly {
    readonly keySize?: number;
    readonly ivSize?: number;
    readonly tests: readonly Test[];
  }[];
}

export interface AeadTest {
  readonly tcId: number;
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
  readonly result: "valid" | "invalid" | "acceptable";
}
