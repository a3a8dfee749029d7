import { beforeAll, describe, expect, it } from "vitest";
import { addressNumber, plainAddress } from "./address-number.js";
import { openCountries } from "./open-countries.js";

const countries = openCountries();

describe("the country of an address", () => {
  it("is not known before the ranges have been read", () => expect(openCountries().of("8.8.8.8")).toBeNull());

  describe("once they have", () => {
    beforeAll(() => countries.ready(), 60_000);

    it.each([
      // Registered to national networks for decades.
      ["8.8.8.8", "US"],
      ["::ffff:8.8.8.8", "US"],
      ["133.11.0.1", "JP"],
      ["141.20.1.1", "DE"],
      ["2001:638::1", "DE"],
    ])("of %s is %s", (address, country) => expect(countries.of(address)).toBe(country));

    it.each([
      undefined,
      "",
      "127.0.0.1",
      "10.1.2.3",
      "192.168.1.1",
      "172.20.0.1",
      "100.64.1.1",
      "::ffff:192.168.1.1",
      "::1",
      "fe80::1%eth0",
      "fd00::1",
      "not an address",
      "999.1.1.1",
    ])("of %s is not known", (address) => expect(countries.of(address)).toBeNull());
  });

  it("is not known, and nothing throws, where there are no ranges", async () => {
    const none = openCountries({ folder: "/nowhere" });
    await none.ready();
    expect(none.of("8.8.8.8")).toBeNull();
  });
});

describe("an address as a number", () => {
  it.each([
    ["1.2.3.4", { four: 0x01020304 }],
    ["::", { six: 0n }],
    ["2001:db8:1:2::", { six: 0x20010db800010002n }],
    ["2001:db8:1:2:3:4:5:6", { six: 0x20010db800010002n }],
    ["1::8", { six: 0x0001000000000000n }],
    ["x", null],
  ])("of %s", (address, number) => expect(addressNumber(plainAddress(address))).toEqual(number));
});
