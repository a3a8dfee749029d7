import { afterAll, describe, expect, it } from "vitest";
import { needSoftHsm, type SoftHsm } from "../../test/softhsm.js";
import { keyringContract } from "./keyring.contract.js";
import { loadPkcs11 } from "./pkcs11-module.js";
import { createPkcs11Key, openPkcs11Keyring } from "./pkcs11.js";
import { openPkcs11Session } from "./pkcs11-session.js";

const found = needSoftHsm();
afterAll(() => found?.remove());

describe.skipIf(found === null)("an HSM by PKCS #11 (SoftHSM2)", () => {
  const hsm = found as SoftHsm;
  for (const token of ["wayseal", "locked"]) found?.token(token);
  const place = (object: string) => ({ module: hsm.module, token: "wayseal", object, pin: Buffer.from(hsm.pin) });

  const made = new Set<string>();
  keyringContract("pkcs11", {
    async open(root) {
      if (!made.has(root)) await createPkcs11Key(place(root));
      made.add(root);
      return openPkcs11Keyring(place(root));
    },
    destroys: true,
  });

  it("keeps its key inside: nothing reads it out, and its value is not what is asked for", async () => {
    await createPkcs11Key(place("inside"));
    const module = await loadPkcs11(hsm.module);
    const { session, key } = openPkcs11Session(module, place("inside"), Buffer.from(hsm.pin));
    const read = () => module.module.C_GetAttributeValue(session, key, [{ type: module.api.CKA_VALUE }]);
    expect(read).toThrow(/CKR_ATTRIBUTE_SENSITIVE/);
    module.release();
  });

  it("refuses a key that the HSM would hand out", async () => {
    const module = await loadPkcs11(hsm.module);
    const { api } = module;
    await createPkcs11Key(place("key beside it"));
    const { session } = openPkcs11Session(module, place("key beside it"), Buffer.from(hsm.pin));
    const flags = [api.CKA_TOKEN, api.CKA_PRIVATE, api.CKA_ENCRYPT, api.CKA_DECRYPT, api.CKA_EXTRACTABLE];
    module.module.C_GenerateKey(session, { mechanism: api.CKM_AES_KEY_GEN }, [
      { type: api.CKA_CLASS, value: api.CKO_SECRET_KEY },
      { type: api.CKA_KEY_TYPE, value: api.CKK_AES },
      { type: api.CKA_VALUE_LEN, value: 32 },
      { type: api.CKA_LABEL, value: "open" },
      { type: api.CKA_ID, value: Buffer.alloc(16, 1) },
      ...flags.map((type) => ({ type, value: true })),
      { type: api.CKA_SENSITIVE, value: false },
    ]);
    await expect(openPkcs11Keyring(place("open"))).rejects.toMatchObject({ fault: "exposed" });
    // Negative control: its neighbour on the same token is taken.
    await (await openPkcs11Keyring(place("key beside it"))).close();
    module.release();
  });

  it.each([
    // On a token that nobody in this process is signed in to: sessions share their login.
    ["refused", /refuses the PIN .*CKR_PIN_INCORRECT/, { token: "locked", pin: Buffer.from("000000") }],
    ["missing", /no token elsewhere/, { token: "elsewhere" }],
    ["missing", /no key nothing/, { object: "nothing" }],
    ["missing", /does not load/, { module: "/nowhere/libhsm.so" }],
  ])("says in one line that it is %s: %s", async (fault, message, change) => {
    await createPkcs11Key(place("there")).catch(() => undefined);
    const error: unknown = await openPkcs11Keyring({ ...place("there"), ...change }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "KeyringError", fault });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toMatch(/\n|271828|000000/);
  });

  it("never makes a second key of one label", async () => {
    await createPkcs11Key(place("once"));
    await expect(createPkcs11Key(place("once"))).rejects.toMatchObject({ fault: "exists" });
  });

  it("goes on after its session was lost", async () => {
    await createPkcs11Key(place("lost"));
    const keyring = await openPkcs11Keyring(place("lost"));
    const wrapped = await keyring.wrap(Buffer.alloc(32, 7), {});
    const module = await loadPkcs11(hsm.module);
    for (const slot of module.module.C_GetSlotList(true)) module.module.C_CloseAllSessions(slot);
    expect((await keyring.unwrap(wrapped, {})).equals(Buffer.alloc(32, 7))).toBe(true);
    module.release();
    await keyring.close();
  });
});
