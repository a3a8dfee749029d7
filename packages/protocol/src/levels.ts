/** How sensitive a field is. The number is what sealed columns and clearances carry. */
export const LEVELS = { public: 0, internal: 1, confidential: 2, restricted: 3 } as const;

export type Level = keyof typeof LEVELS;

/** Levels whose fields are sealed before they are stored. */
export type SealedLevel = Exclude<Level, "public">;

export const SEALED_LEVELS: readonly SealedLevel[] = ["internal", "confidential", "restricted"];

/** A level, or `never`: captured, stored and viewed by nobody. */
export type Treatment = SealedLevel | "never";
