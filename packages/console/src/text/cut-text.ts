/** @returns At most `limit` UTF-16 units of `text`, never half a character, and whether something was left off. */
export function cutText(text: string, limit: number): { readonly text: string; readonly cut: boolean } {
  if (text.length <= limit) return { text, cut: false };
  const code = text.charCodeAt(limit - 1);
  const splits = code >= 0xd800 && code <= 0xdbff;
  return { text: text.slice(0, splits ? limit - 1 : limit), cut: true };
}
