import { expect, test } from "@playwright/test";
import { startTinyCollector, type TinyCollector } from "./tiny-collector.js";

let collector: TinyCollector;

test.beforeEach(async () => {
  collector = await startTinyCollector();
});
test.afterEach(() => collector.close());

const shop = (tag = `<script async src="/v1/wayseal.js?site=shop"></script>`): string => `<!doctype html>
<html><head><title>Checkout for jane@example.com</title>${tag}</head><body>
<button id="buy">Buy <span class="ph-no-capture">hidden words</span></button>
<form id="checkout" action="/done">
  <label>City <input name="city" autocomplete="address-level2" data-wayseal="allow"></label>
  <label>E-mail <input name="mail" type="email" required></label>
  <label>Password <input name="pw" type="password" data-wayseal="allow"></label>
  <label>Reference <input name="ref" data-wayseal="allow"></label>
  <button>Pay</button>
</form>
</body></html>`;

test("tells one whole form life, without values that are not allowed", async ({ page }) => {
  collector.pages.set("/checkout/1234567", shop()).set("/done", "<h1>Thanks</h1>");
  await page.goto(`${collector.origin}/checkout/1234567?card=4111111111111111`);
  await page.click("#buy");
  await page.fill("[name=mail]", "not-an-address");
  await page.click("text=Pay");
  await page.fill("[name=mail]", "jane@example.com");
  await page.fill("[name=city]", "Lisbon");
  await page.fill("[name=pw]", "hunter2-hunter2");
  await page.fill("[name=ref]", "4111 1111 1111 1111");
  await page.click("text=Pay");
  await expect.poll(() => collector.of("page_leave").length).toBe(1);

  const [hello] = collector.of("hello");
  expect(hello).toMatchObject({ schema: 1, consent: "none", url: `${collector.origin}/checkout/:number` });
  expect(collector.of("page_view")[0]).toMatchObject({ kind: "load", title: "Checkout for [email]" });
  expect(collector.of("click").map(({ role, name }) => [role, name])).toEqual([
    ["button", "Buy"],
    ["button", "Pay"],
    ["button", "Pay"],
  ]);
  expect(collector.of("form_view")).toMatchObject([{ form: "checkout", fields: 4 }]);
  expect(collector.of("form_start")).toMatchObject([{ form: "checkout", field: "mail" }]);
  expect(collector.of("form_error")).toMatchObject([{ field: "mail", kind: "typeMismatch" }]);
  expect(collector.of("form_submit")).toMatchObject([{ form: "checkout", filled: 4 }]);
  expect(collector.of("form_abandon")).toEqual([]);
  const fields = collector.of("field");
  expect(fields.map(({ field }) => field)).toEqual(["mail", "mail", "city", "pw", "ref"]);
  expect(fields[0]).toMatchObject({ class: "email", filled: true, valid: false, refills: 0 });
  expect(fields[1]).toMatchObject({ class: "email", valid: true, refills: 1 });
  expect(fields[2]).toMatchObject({ class: "city", value: "Lisbon", changes: 1 });
  expect(fields[3]).toMatchObject({ class: "password" });
  expect(fields[4]).toMatchObject({ class: "payment-card" });
  expect(fields.filter((field) => "value" in field).length).toBe(1);
  const text = JSON.stringify(collector.events);
  for (const secret of ["jane@", "hunter2", "4111", "hidden words"]) expect(text).not.toContain(secret);
});
