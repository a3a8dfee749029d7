import { render } from "preact";
import { App } from "./app.js";
import { formatRoute } from "./route/format-route.js";
import { parseRoute } from "./route/parse-route.js";

const route = parseRoute(location.hash);
const secret = route.page === "welcome" ? route.secret : null;
// A one-time secret does not stay in the address bar, the history or a screenshot.
if (secret !== null) history.replaceState(null, "", formatRoute(route));

render(<App secret={secret} />, document.body);
