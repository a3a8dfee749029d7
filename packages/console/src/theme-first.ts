// Runs before the page is painted, so that a remembered theme never flashes the other one first.
import { applyTheme, readTheme } from "./state/theme.js";

applyTheme(readTheme());
