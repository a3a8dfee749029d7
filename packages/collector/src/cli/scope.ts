/** @returns Sites as `--sites` names them: `all`, or ids with commas between. */
export function parseScope(text: string): "*" | string[] {
  return text === "all" || text === "*"
    ? "*"
    : text
        .split(",")
        .map((id) => id.trim())
        .filter((id) => id !== "");
}

export function scopeText(sites: "*" | readonly string[]): string {
  return sites === "*" ? "all" : sites.join(",");
}
