import type { TinyCollector } from "../tiny-collector.js";
import type { Tab } from "./engine.js";

const TAG = `<script src="/v1/wayseal.js?site=shop" data-consent="granted" data-flush-interval="200"></script>`;

export interface ShopPage {
  readonly tag?: string;
  /** Runs before the SDK. */
  readonly harm?: () => void;
  /** More of the form. */
  readonly fields?: string;
}

/** A page with a test of its own. All its script has a nonce, so that the strictest policy lets it run. */
export const shop = ({ tag = TAG, harm, fields = "" }: ShopPage): string => `<!doctype html><title>Shop</title>
<script nonce="own">
  var faults = [];
  addEventListener("error", (event) => faults.push(event.message));
  addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
  ${harm ? `(${harm.toString()})();` : ""}
</script>
${tag}
<body><button id="count">0</button>
<form id="f" action="/thanks"><input name="city"><input name="mail" type="email">${fields}<button id="send">Go</button></form>
<script nonce="own">
  document.querySelector("#count").addEventListener("click", (event) => {
    event.target.textContent = Number(event.target.textContent) + 1;
  });
</script>`;

/** The page's own test: what is pressed counts, what was typed is sent as it was typed, and nobody complains. */
export async function pageWorks(tab: Tab, origin: string): Promise<void> {
  await tab.goto(`${origin}/`);
  await fill(tab);
  // Rubbish in, nothing out.
  await tab.evaluate(() => {
    const { wayseal } = window as unknown as { wayseal?: (...args: unknown[]) => unknown };
    if (typeof wayseal !== "function") return;
    const calls: unknown[][] = [[], [null], ["track"], ["track", null, 7], ["identify"], ["consent", 5], ["nothing"]];
    for (const args of [...calls, ["constructor"], ["toString"]]) wayseal(...args);
  });
  await send(tab);
}

/** Counts, and types into both fields. */
export async function fill(tab: Tab): Promise<void> {
  await tab.click("#count");
  await tab.click("#count");
  await tab.until(() => document.querySelector("#count")?.textContent === "2");
  await tab.click("[name=city]");
  await tab.type("Lisbon");
  await tab.click("[name=mail]");
  await tab.type("jane@example.com");
}

/** Sends the form, which holds what was typed. @throws Where it holds something else, or somebody complained. */
export async function send(tab: Tab): Promise<void> {
  // As one text: a poisoned list comes out of a driver garbled.
  const held = await tab.evaluate(() => {
    const valueOf = (name: string): string => document.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "";
    return `${valueOf("city")} ${valueOf("mail")} ${(window as unknown as { faults: string[] }).faults.join(" ")}`;
  });
  if (held !== "Lisbon jane@example.com ") throw new Error(`The page holds: ${held}`);
  await tab.click("#send");
  await tab.until(() => location.pathname === "/thanks" && location.search === "?city=Lisbon&mail=jane%40example.com");
}

/** Serves the page, and the one that its form leads to. */
export const set = (collector: TinyCollector, page: ShopPage): void =>
  void collector.pages.set("/", shop(page)).set("/thanks", "<h1>Thanks</h1>");
