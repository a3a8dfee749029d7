/** The shortest password that the collector takes, in characters. */
export const SHORTEST = 12;

export interface Strength {
  /** 0 too short, 1 weak, 2 fair, 3 good. */
  readonly score: 0 | 1 | 2 | 3;
  readonly hint: string;
}

const COMMON = /(password|passwort|wayseal|qwert|azerty|letmein|welcome|admin|iloveyou|123456|abcdef|monkey|dragon)/i;

/**
 * A hint, not a rule: the collector asks for length alone. Judges what is left when runs, repeats and well-known words
 * are taken out.
 */
export function passwordStrength(password: string): Strength {
  const length = [...password].length;
  if (length < SHORTEST) {
    return {
      score: 0,
      hint:
        length === 0
          ? `At least ${SHORTEST} characters. Four or five odd words do well.`
          : `${SHORTEST - length} more to go.`,
    };
  }
  const bare = password.replace(new RegExp(COMMON, "gi"), "*").replace(/(.+?)\1{2,}/gu, "$1");
  const distinct = new Set(bare).size;
  const rest = [...bare].length;
  if (rest < 8 || distinct < 6) return { score: 1, hint: "Easy to guess: well-known words or repeats." };
  if (rest < 16 && distinct < 12) return { score: 2, hint: "Fair. Longer is better than stranger." };
  return { score: 3, hint: "Good." };
}
