import { expect, it } from "vitest";
import { setupBaseR, setupBaseS } from "../hpke/index.js";
import { makeBackupKey, parseBackupKey } from "./backup-key.js";

it("a backup key that was written down opens what was sealed to its public half", () => {
  const made = makeBackupKey();
  const pair = parseBackupKey(made.text.toLowerCase().replaceAll("-", " "));
  expect([pair.id, pair.publicKey]).toEqual([made.id, made.publicKey]);
  const info = Buffer.from("x");
  const sender = setupBaseS(made.publicKey, info);
  const sealed = sender.seal(Buffer.from("secret"));
  expect(setupBaseR(sender.enc, pair, info).open(0, sealed).toString()).toBe("secret");
});

it("a backup key with a wrong character, or none, is refused", () => {
  const { text } = makeBackupKey();
  const at = text.lastIndexOf("-") + 1;
  const other = text[at] === "7" ? "8" : "7";
  for (const bad of [text.slice(0, at) + other + text.slice(at + 1), "", "# only a note", text.slice(0, -4)]) {
    expect(() => parseBackupKey(bad)).toThrow(expect.objectContaining({ name: "KeyringError", fault: "damaged" }));
  }
});
