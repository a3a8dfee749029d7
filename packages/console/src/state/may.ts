import type { SessionAnswer } from "@wayseal/collector/api";

export type Right = SessionAnswer["rights"][number];

/** Whether somebody holds one of the rights, for what is offered: the collector decides what is answered. */
export function may({ rights }: Pick<SessionAnswer, "rights">, ...any: readonly Right[]): boolean {
  return any.some((right) => rights.includes(right));
}
