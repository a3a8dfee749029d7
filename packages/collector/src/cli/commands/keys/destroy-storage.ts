import { destroyRoot, openData } from "../../../main.js";
import type { Settings } from "../../../settings/settings.js";
import { askData } from "../../ask-data.js";
import type { Context } from "../../context.js";
import { counted } from "../../output.js";
import { rootGone } from "./rotate-storage.js";

/** Characters of a KEK's id; recipient and root keys have shorter ones. */
const KEK_ID = 22;

/** @returns Whether the id names a key at rest, which was then destroyed. */
export async function destroyStorage(
  { output }: Context,
  settings: Settings,
  { id, force }: { readonly id: string; readonly force: boolean },
): Promise<boolean> {
  if (id.length === KEK_ID) {
    const gone = await askData(settings, "keys.destroy-kek", { kek: id, force });
    const { site, level, month, deks } = gone;
    output.answer(gone, [
      `The KEK ${id} of ${site}, ${level}, ${month} is destroyed${deks === 0 ? "" : `, and with it ${counted(deks, "DEK")}`}.`,
    ]);
    return true;
  }
  const { sites } = await askData(settings, "keys.list", {});
  if (sites.some(({ recipients }) => recipients.some(({ kid }) => kid === id))) return false;
  const gone = await destroyRoot(settings, { id, force }, openData);
  if (gone === null) return false;
  output.answer(gone, rootGone(gone, gone.destroyed));
  return true;
}
