import type { Page } from "@playwright/test";

/** Clicks into a field and types, key by key. */
export async function type(page: Page, selector: string, text: string): Promise<void> {
  await page.click(selector);
  await page.keyboard.type(text);
}

/** Copies a text with the keyboard, in a box that the page knows nothing of, and pastes it into a field. */
export async function paste(page: Page, selector: string, text: string): Promise<void> {
  await page.evaluate((text) => {
    const box = Object.assign(document.createElement("textarea"), { value: text, id: "clipboard" });
    box.dataset["wayseal"] = "deny";
    document.body.append(box);
    box.select();
    box.focus();
  }, text);
  await page.keyboard.press("ControlOrMeta+C");
  await page.evaluate(() => document.querySelector("#clipboard")?.remove());
  await page.click(selector);
  await page.keyboard.press("ControlOrMeta+V");
}

/** Writes a text by an input method: a composition that changes letter by letter, and is then committed. */
export async function compose(page: Page, selector: string, text: string): Promise<void> {
  await page.click(selector);
  const session = await page.context().newCDPSession(page);
  for (let end = 1; end <= text.length; end++) {
    await session.send("Input.imeSetComposition", { text: text.slice(0, end), selectionStart: end, selectionEnd: end });
  }
  await session.send("Input.insertText", { text });
  await session.detach();
}

/** Drags the text of an element into a field, by the mouse. */
export async function drop(page: Page, from: string, selector: string): Promise<void> {
  await page.click(from, { clickCount: 3 });
  await page.dragAndDrop(from, selector);
}

/** What speech input and password managers do: they put a text into a field and say so by events. */
export async function put(page: Page, selector: string, text: string, inputType = ""): Promise<void> {
  await page.evaluate(
    ([selector, text, inputType]) => {
      const field = document.querySelector(selector) as HTMLInputElement;
      if ("value" in field) field.value = text;
      else (field as HTMLElement).textContent = text;
      field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType, data: text }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    },
    [selector, text, inputType] as const,
  );
}

/** Has the browser itself fill the form that a field is in, as when somebody picks a saved card. */
export async function autofill(page: Page, selector: string, card: { number: string; name: string }): Promise<void> {
  await page.click(selector);
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send("DOM.getDocument");
  const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector });
  const { node } = await session.send("DOM.describeNode", { nodeId });
  const filled = page.waitForFunction((selector) => document.querySelector(selector)?.matches(":autofill"), selector);
  const rest = { expiryMonth: "12", expiryYear: "2031", cvc: "839" };
  await session.send("Autofill.trigger", { fieldId: node.backendNodeId, card: { ...card, ...rest } });
  await filled;
  await session.detach();
}

/** Begins with a field, as somebody who looks around first: until the words are here no value leaves, and nothing is tried. */
export async function begin(page: Page, selector: string): Promise<void> {
  await page.click(selector);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /words/.test(name)));
  // They are learnt in the tasks that follow.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
}
