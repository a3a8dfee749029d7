import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { linkDomains } from "../plugins/link-domains.js";
import { arrive } from "./arrive.js";
import { lead } from "./lead.js";
import { PASS_AGE, readPass, writePass } from "./pass.js";
import { readHosts } from "./read-hosts.js";

const NOW = 1_700_000_000_000;
const visitor = "v".repeat(22);
const session = "s".repeat(22);
const pass = { site: "shop", visitor, session, at: NOW - 1000 };
const HOSTS = ["shop.example", "help.example"];
const AGREED = { consent: "granted", visitor, session };

interface Place {
  address?: string;
  referrer?: string;
  gpc?: boolean;
  stored?: Record<string, string>;
}

/** A page of help.example, to which a link of shop.example has led somebody who has agreed here before. */
function page({ address = there(), referrer = "https://shop.example/", gpc = false, stored }: Place = {}) {
  const kept = new Map(Object.entries(stored ?? { "wayseal:shop": JSON.stringify({ consent: "granted" }) }));
  const replaceState = vi.fn();
  vi.stubGlobal("window", {
    location: new URL(address),
    history: { state: { mine: 1 }, replaceState },
    document: { referrer, baseURI: address },
    navigator: { globalPrivacyControl: gpc },
    localStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
    },
  });
  const notes = (): Record<string, unknown> => JSON.parse(kept.get("wayseal:shop") ?? "{}") as Record<string, unknown>;
  return { notes, kept, replaceState };
}
const there = (fragment = writePass(pass)): string => `https://help.example/there?a=1${fragment}`;
const come = (now = NOW, agreed = false) => arrive({ site: "shop", hosts: HOSTS, agreed, now });

beforeEach(() => () => vi.unstubAllGlobals());
afterEach(() => vi.restoreAllMocks());

describe("who follows a link", () => {
  test("is written and read in a fragment", () => {
    expect(readPass(writePass(pass))).toEqual(pass);
    for (const other of ["", "#top", "#/route", `${writePass(pass)}0`, "#wayseal=short", "#wayseal=", "#wayseal=.x"])
      expect(readPass(other)).toBeUndefined();
  });

  test("is the same visitor, in the same visit, and the address loses it", () => {
    const { notes, replaceState } = page();
    come();
    expect(notes()).toEqual({ consent: "granted", visitor, session, seen: NOW });
    expect(replaceState.mock.calls).toEqual([[{ mine: 1 }, "", "https://help.example/there?a=1"]]);
  });

  test("leaves an address whose path begins with two slashes at its host", () => {
    const { replaceState } = page({ address: `https://help.example//evil.example/${writePass(pass)}` });
    come();
    expect(replaceState.mock.calls[0]?.[2]).toBe("https://help.example//evil.example/");
  });

  test("is believed where the page itself says that the visitor has agreed", () => {
    const { notes } = page({ stored: {} });
    come(NOW, true);
    expect(notes()).toEqual({ visitor, session, seen: NOW });
  });

  test("takes the place of another visitor, and that one's streams are not named beside it", () => {
    const old = { consent: "granted", visitor: "o".repeat(22), streams: [{ stream: "x", count: 1 }], keys: "k" };
    const other = page({ stored: { "wayseal:shop": JSON.stringify(old) } });
    come();
    expect(other.notes()).toEqual({ consent: "granted", visitor, session, seen: NOW, keys: "k" });
    const same = page({ stored: { "wayseal:shop": JSON.stringify({ ...old, visitor }) } });
    come();
    expect(same.notes()).toHaveProperty("streams");
  });

  const LAST = NOW - PASS_AGE;
  const at = (time: number) => there(writePass({ ...pass, at: time }));
  test.each<[string, Place, boolean]>([
    ["two minutes ago", { address: at(LAST) }, true],
    ["a millisecond more ago", { address: at(LAST - 1) }, false],
    ["in the future", { address: at(NOW + 1) }, false],
    ["for another site of the same company", { address: there(writePass({ ...pass, site: "bank" })) }, false],
    ["from nowhere, as out of a mail", { referrer: "" }, false],
    ["from another host", { referrer: "https://evil.example/shop.example" }, false],
    ["from a host that only ends like it", { referrer: "https://notshop.example/" }, false],
    ["from another port of it", { referrer: "https://shop.example:8443/" }, false],
    ["from it in the clear, where others can write", { referrer: "http://shop.example/" }, false],
    ["under Global Privacy Control", { gpc: true }, false],
    ["without consent", { stored: {} }, false],
    ["after an opt-out", { stored: { "wayseal:shop": `{"consent":"granted"}`, "wayseal:shop:out": "1" } }, false],
    ["with notes that are none", { stored: { "wayseal:shop": "broken" } }, false],
    ["with something else in it", { address: there("#wayseal=<script>") }, false],
  ])("pressed %s: believed or not, the address loses it", (_, place, believed) => {
    const { kept, replaceState } = page(place);
    come();
    expect(JSON.stringify([...kept]).includes(visitor)).toBe(believed);
    expect(replaceState).toHaveBeenCalledOnce();
  });

  test("leaves other fragments alone", () => {
    const { notes, replaceState } = page({ address: there("#top") });
    come();
    expect(replaceState).not.toHaveBeenCalled();
    expect(notes()).toEqual({ consent: "granted" });
  });
});

describe("an address that leads away", () => {
  const stored = { "wayseal:shop": JSON.stringify(AGREED) };
  const said = writePass({ ...pass, at: NOW });
  const forged = writePass({ ...pass, visitor: "f".repeat(22) });
  const from = (place: Place, address: string): string => {
    page({ address: "https://shop.example/a", stored, ...place });
    return lead(address, { site: "shop", hosts: HOSTS, now: NOW });
  };

  test.each<[string, string, string]>([
    ["to another of the hosts", "https://help.example/b?c=d", `https://help.example/b?c=d${said}`],
    ["by an address without its scheme", "//help.example/b", `https://help.example/b${said}`],
    ["with an empty fragment", "https://help.example/#", `https://help.example/${said}`],
    ["with who follows it from somebody else", `https://help.example/${forged}`, `https://help.example/${said}`],
  ])("%s says who follows it", (_, address, expected) => expect(from({}, address)).toBe(expected));

  test.each([
    ["within its host", "/b"],
    ["to a foreign host", "https://evil.example/b"],
    ["to a host that only ends like it", "https://nothelp.example/"],
    ["to another port", "https://help.example:8443/"],
    ["in the clear", "http://help.example/"],
    ["to a place in the page", "https://help.example/#top"],
    ["to a route", "https://help.example/#/route"],
    ["to no page", "mailto:help@help.example"],
    ["to nowhere", "https://"],
  ])("%s stays as it is", (_, address) => expect(from({}, address)).toBe(address));

  test.each<[string, Place]>([
    ["without consent", { stored: {} }],
    ["after an opt-out", { stored: { ...stored, "wayseal:shop:out": "1" } }],
    ["under Global Privacy Control", { gpc: true }],
    ["before there is a visitor", { stored: { "wayseal:shop": `{"consent":"granted"}` } }],
  ])("says nothing %s, nor what somebody else has put there", (_, place) => {
    expect(from(place, "https://help.example/b")).toBe("https://help.example/b");
    expect(from(place, `https://help.example/b${forged}`)).toBe("https://help.example/b");
  });
});

describe("hosts", () => {
  test("are read as addresses hold them", () => {
    expect(readHosts(" Shop.example, help.example:443,help.example:8443 ")).toEqual([
      "shop.example",
      "help.example",
      "help.example:8443",
    ]);
    expect(readHosts(["tüv.example"])).toEqual(["xn--tv-xka.example"]);
  });

  test.each([
    ...["*.shop.example", "https://shop.example", "shop.example/path", "jane@shop.example", "shop example", "a,,b"],
    ...["shop.example:port", "shop.example?", "[", " "],
  ])("refuse %j", (domains) => expect(() => readHosts(domains)).toThrow(/is no host: write it as in an address/));

  test.each([undefined, null, [], 7, {}])("refuse %j", (domains) => {
    expect(() => readHosts(domains)).toThrow("name the hosts of your site (domains, or data-domains)");
  });
});

describe("linkDomains", () => {
  test("names the option that is missing or wrong", () => {
    const domains = HOSTS;
    expect(() => linkDomains({ domains } as never)).toThrow("name your site's id (site, or data-site)");
    expect(() => linkDomains({ site: "Shop!", domains })).toThrow("site");
    expect(() => linkDomains({ site: "shop", domains, consent: "yes" })).toThrow(`consent is "granted" or "none"`);
    expect(() => linkDomains({ site: "shop", domains: "" })).toThrow("is no host");
  });

  test("does nothing where there is no page", () => {
    const plugin = linkDomains({ site: "shop", domains: HOSTS });
    expect(plugin.to("https://help.example/")).toBe("https://help.example/");
  });

  test("leads where a script goes by itself", () => {
    page({ address: "https://shop.example/a", stored: { "wayseal:shop": JSON.stringify(AGREED) } });
    const plugin = linkDomains({ site: "shop", domains: "shop.example,help.example" });
    expect(readPass(new URL(plugin.to("https://help.example/")).hash)).toMatchObject({
      site: "shop",
      visitor,
      session,
    });
    expect(plugin.to("https://evil.example/")).toBe("https://evil.example/");

    let stop = (): void => undefined;
    const context = { window: {}, listen: () => undefined, onStop: (run: () => void) => (stop = run) };
    plugin(context as never);
    expect(plugin.to("https://help.example/")).not.toBe("https://help.example/");
    stop();
    expect(plugin.to("https://help.example/")).toBe("https://help.example/");
    // As in React's strict mode.
    plugin(context as never);
    expect(plugin.to("https://help.example/")).not.toBe("https://help.example/");
  });
});
