import { ask } from "../ask.js";
import type { JudgedField } from "./judge-field.js";

/** What the collector makes of a value that is captured. */
export interface Handled {
  readonly treatment: string;
  readonly level: string;
  readonly rule: string;
  readonly viewing: string;
}

interface Answer {
  readonly pass: string | null;
  readonly version: number;
  readonly share: string | null;
  readonly fields: readonly Handled[];
}

export interface Policy {
  readonly version: number;
  /** What the policy has browsers refuse. */
  readonly refused: RegExp | undefined;
  /** @returns What is known of a field; undefined until the collector has said it. */
  of(field: JudgedField): Handled | undefined;
  /** Asks about those that are not known. @returns Whether there were any. */
  learn(fields: readonly JudgedField[]): Promise<boolean>;
}

/** Milliseconds. */
const TIMEOUT = 15_000;
/** Fields of one question. */
const MOST = 500;

/**
 * Spends a code that the console has given, for the policy that is in force. Form, field and class go to the collector, as
 * they would with an event; nothing else of the page does.
 *
 * @throws If the code is spent, or none.
 */
export async function askPolicy(send: typeof fetch, base: string, code: string): Promise<Policy> {
  const say = async (body: object): Promise<Answer> => {
    const { answer, text } = await ask(send, `${base}/v1/previews/explain`, TIMEOUT, {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`No preview: ${answer.status}`);
    return JSON.parse(text) as Answer;
  };
  const { pass, version, share } = await say({ code, fields: [] });
  const known = new Map<string, Handled>();
  const keyOf = ({ form, name, class: told }: JudgedField): string => JSON.stringify([form, name, told]);

  return {
    version,
    refused: share === null ? undefined : new RegExp(share.trim(), "isu"),
    of: (field) => known.get(keyOf(field)),
    async learn(fields) {
      const asked = [...new Map(fields.map((field) => [keyOf(field), field])).entries()]
        .filter(([key]) => !known.has(key))
        .slice(0, MOST);
      if (!asked.length) return false;
      const said = await say({
        pass,
        fields: asked.map(([, { form, name, class: told }]) => ({ form, field: name, class: told.slice(0, 64) })),
      });
      asked.forEach(([key], at) => known.set(key, said.fields[at] as Handled));
      return true;
    },
  };
}
