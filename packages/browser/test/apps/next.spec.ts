import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { Wayseal } from "@wayseal/browser/next";
import { type } from "../hostile/hands.js";
import { readPage, readSnippets } from "../snippets/read-snippets.js";
import { bundle } from "../snippets/bundle.js";
import { startTinyCollector } from "../tiny-collector.js";

/** The root layout as docs/sdk.md tells it. */
const LAYOUT = readSnippets("docs/sdk.md").find(({ code }) => code.includes("RootLayout"))?.code ?? "";

/**
 * A whole app of Next.js is in `examples/next`. Here is what it does with the layout that the page tells, by React's own parts:
 * what a server rendered is put to life in the browser, the whole document, and a router pushes addresses.
 */
const CLIENT = `import { useConsent, usePageView, useWayseal } from "@wayseal/browser/next";
import { createElement as h, StrictMode, useState } from "react";
import { hydrateRoot } from "react-dom/client";

export function Book() {
  const wayseal = useWayseal();
  const [choice, choose] = useState(null);
  const [tab, show] = useState("small");
  const [place, go] = useState("Kilns");
  useConsent(choice);
  usePageView(tab);
  const push = (event) => {
    event.preventDefault();
    history.pushState(null, "", event.target.href);
    document.title = "Book a kiln";
    go("Book");
  };
  return h("main", null, h("h1", null, place), h("a", { href: "/book/north", onClick: push }, "Book the north kiln"),
    h("button", { onClick: () => show("large") }, "Large"), h("button", { onClick: () => choose("granted") }, "Yes"),
    h("form", { id: "book", onSubmit: (event) => { event.preventDefault(); wayseal.track("Booked", { kiln: "north" }) } },
      h("input", { name: "who", "aria-label": "Name" }), h("button", null, "Book")));
}
globalThis.root = hydrateRoot(document, h(StrictMode, null, h(RootLayout, null, h(Book))), {
  onRecoverableError: (fault) => console.error(String(fault)),
});`;

test("a layout of Next.js, rendered on the server and put to life, is measured once", async ({ page }) => {
  const collector = await startTinyCollector();
  const options = { site: "shop", collector: collector.origin, key: collector.signingKey };
  // As in the layout, whose children are made elsewhere. The SDK does nothing on a server, and throws nothing.
  const body =
    `<main><h1>Kilns</h1><a href="/book/north">Book the north kiln</a><button>Large</button><button>Yes</button>
    <form id="book"><input aria-label="Name" name="who"/><button>Book</button></form></main>`.replace(/\n */g, "");
  const rendered = renderToString(h(Wayseal, { options }, h("i", null, "child")));
  expect(rendered).toBe("<i>child</i>");
  const layout = LAYOUT.replace("https://collector.example", options.collector);
  const script = await bundle(layout.replace("BASE64URL-OF-THE-SITE'S-SIGNING-KEY", options.key) + CLIENT);
  const server = createServer((request, response) => {
    const isScript = request.url === "/app.js";
    response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(
      isScript
        ? script
        : `<!doctype html><html lang="en"><head><title>Kilns</title><script type="module" src="/app.js"></script></head>` +
            `<body>${body}</body></html>`,
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const faults: string[] = [];
  page.on("pageerror", (fault) => faults.push(String(fault)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await expect.poll(() => collector.of("page_view").length).toBe(1);
    await page.click("text=Large");
    await page.click("text=Book the north kiln");
    await expect(page.getByRole("heading")).toHaveText("Book");
    await type(page, "[name=who]", "Vrenzi Quarbjow");
    await page.click("form >> text=Book");
    await page.click("text=Yes");
    await expect.poll(() => page.evaluate(() => localStorage.getItem("wayseal:shop"))).toContain("granted");
    await page.evaluate("root.unmount()");
    await expect.poll(() => collector.of("page_leave").length).toBe(2);
    expect(collector.of("page_view").map(({ kind, title }) => [kind, title])).toEqual([
      ["load", "Kilns"],
      ["navigate", "Kilns"],
      ["navigate", "Book a kiln"],
    ]);
    expect(collector.of("track")).toMatchObject([{ name: "Booked", properties: { kiln: "north" } }]);
    expect(collector.of("form_submit")).toMatchObject([{ form: "book", filled: 1 }]);
    expect(collector.of("consent").map(({ choice }) => choice)).toEqual(["granted"]);
    expect(JSON.stringify(collector.events)).not.toMatch(/vrenzi|quarbjow/i);
    expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await collector.close();
  }
});

test("the entry for Next.js says that it is for the client: else its server would run hooks", () => {
  for (const name of ["next", "react"]) expect(readPage(`packages/browser/dist/${name}.js`)).toMatch(/^"use client";/);
});
