/** Whose rows, of several at once; bound as `site` and `subjects`. These are hex: bytes are no text, and a parameter is. */
export const OF_SUBJECTS =
  "site = {site:String} AND subject IN (SELECT toFixedString(unhex(arrayJoin({subjects:Array(String)})), 16))";
