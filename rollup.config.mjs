import browser from "./packages/browser/rollup.mjs";
import console from "./packages/console/rollup.config.mjs";

/** All that browsers load: the SDK and the console. */
export default [...browser, ...console];
