import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A page whose fields lie about what they hold, and which repeats what was typed wherever a page can. */
export interface HostilePage {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const page = (collector: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8"><title>Survey</title>
<script src="/page.js" defer></script>
<script async src="${collector}/v1/wayseal.js?site=shop"></script>
<main data-wayseal="allow">
<h1>Tell us</h1>
<form id="survey" action="/thanks" method="get">
  <label>Favourite colour <input id="card-as-colour" name="favourite_colour"></label>
  <input id="card-in-search" name="q" type="search" aria-label="Search the shop">
  <label>Digits on the back <input id="code-by-label" name="x17" aria-label="Security code"></label>
  <input id="code-by-token" name="nothing" autocomplete="cc-csc">
  <label>Secret word <input id="toggled" name="w" type="password"></label>
  <button type="button" id="show">Show</button>
  <input id="password-by-name" name="user_passwort" type="text">
</form>
</main>
<form id="plain" action="/thanks" method="get">
  <label>Nickname <input id="email-as-nickname" name="nickname"></label>
  <label>Notes <textarea id="street-as-notes" name="notes"></textarea></label>
  <label>Reference <input id="id-as-reference" name="reference"></label>
  <div id="chat" contenteditable="true" aria-label="Chat"></div>
  <button id="send">Send</button>
  <p role="alert" id="complaint"></p>
  <a id="letter" href="#">Write to us</a>
</form>
</html>`;

/** Repeats what was typed in the title, in an error, in labels, in a link, in the address's path and fragment. */
const SCRIPT = `
const byId = (id) => document.getElementById(id);
byId("show").addEventListener("click", () => { byId("toggled").type = "text"; });
byId("email-as-nickname").addEventListener("change", (event) => {
  const value = event.target.value;
  document.title = "Hello " + value;
  byId("complaint").textContent = value + " is taken";
  byId("send").setAttribute("aria-label", "Send as " + value);
  byId("letter").href = "mailto:" + value;
  history.pushState(null, "", "/account/" + encodeURIComponent(value) + "?mail=" + encodeURIComponent(value) + "#" + value);
});
byId("card-as-colour").addEventListener("change", (event) => {
  history.replaceState(null, "", "/pay/" + event.target.value.replace(/ /g, "") + "#card=" + event.target.value);
});
`;

export async function openHostilePage(collector: string): Promise<HostilePage> {
  const server = createServer((request, response) => {
    const script = request.url === "/page.js";
    response.setHeader("Content-Type", script ? "text/javascript" : "text/html; charset=utf-8");
    response.end(script ? SCRIPT : page(collector));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
