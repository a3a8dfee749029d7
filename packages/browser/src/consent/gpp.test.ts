import { CmpApi } from "@iabgpp/cmpapi";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { pluginContext } from "../../test/plugin-context.js";
import { gpp, type GppOptions } from "../plugins/gpp.js";
import { GPP_SECTIONS, type GppSection, judgeGpp } from "./judge-gpp.js";

const rules = {
  optOuts: ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"],
  purposes: [1, 8, 10],
  vendors: [],
};
const free = { SaleOptOutNotice: 1, SaleOptOut: 2, SharingOptOut: 2, TargetedAdvertisingOptOut: 2 };
const bits = (...on: number[]) => Array.from({ length: 24 }, (_, at) => on.includes(at + 1));

describe("a GPP section", () => {
  test.each<[string, string, GppSection, string]>([
    ["of nobody who opted out", "usnat", free, "granted"],
    ["in segments", "usca", [free, { Gpc: false, GpcSegmentType: 1 }], "granted"],
    ["of who opted out of sale", "usnat", { ...free, SaleOptOut: 1 }, "none"],
    ["of who opted out of sharing", "usca", { ...free, SharingOptOut: 1 }, "none"],
    ["of who opted out of targeting", "usva", { ...free, TargetedAdvertisingOptOut: 1 }, "none"],
    ["of sale alone, the rest not applying", "usut", { SaleOptOut: 2, TargetedAdvertisingOptOut: 0 }, "granted"],
    ["where nothing applies", "usnat", { SaleOptOut: 0, SharingOptOut: 0 }, "none"],
    ["without an opt-out", "usnat", {}, "none"],
    ["of a value that is none", "usnat", { ...free, SaleOptOut: 3 }, "none"],
    ["of a value as text", "usnat", { ...free, SaleOptOut: "2" }, "none"],
    ["of who was not told", "usnat", { ...free, SaleOptOutNotice: 2 }, "none"],
    ["of Global Privacy Control", "usnat", { ...free, Gpc: true }, "none"],
    ["of Global Privacy Control, as a bit", "usco", [free, { Gpc: 1 }], "none"],
    ["of a known child without consent", "usnat", { ...free, KnownChildSensitiveDataConsents: [0, 1, 0] }, "none"],
    ["of a known child, as one number", "usva", { ...free, KnownChildSensitiveDataConsents: 1 }, "none"],
    ["of no child", "usnat", { ...free, KnownChildSensitiveDataConsents: [0, 0] }, "granted"],
    ["of personal data refused", "usnat", { ...free, PersonalDataConsents: 1 }, "none"],
    ["that is not there", "usnat", null, "none"],
    ["of US Privacy, told and not opted out", "uspv1", { Notice: "Y", OptOutSale: "N" }, "granted"],
    ["of US Privacy, opted out", "uspv1", { Notice: "Y", OptOutSale: "Y" }, "none"],
    ["of US Privacy, not applying", "uspv1", { Notice: "-", OptOutSale: "-" }, "none"],
    ["of US Privacy, not told", "uspv1", { Notice: "N", OptOutSale: "N" }, "none"],
    ["of Canada, expressly", "tcfcav1", { PurposesExpressConsent: bits(1, 8, 10) }, "granted"],
    ["of Canada, by implication", "tcfcav1", { PurposesImpliedConsent: bits(1, 8, 10) }, "none"],
    ["of Canada, in part", "tcfcav1", { PurposesExpressConsent: bits(1, 8) }, "none"],
    ["of the EU, which is not asked here", "tcfeuv2", { PurposeConsents: bits(1, 8, 10) }, "none"],
    ["of a law to come", "brlgpd", free, "none"],
  ])("%s (%s %o) is %s", (_, prefix, section, verdict) => expect(judgeGpp(prefix, section, rules)).toBe(verdict));

  test("needs the vendor in Canada, if one is named", () => {
    const section = { PurposesExpressConsent: bits(1, 8, 10), VendorExpressConsent: [76] };
    expect(judgeGpp("tcfcav1", section, { ...rules, vendors: [76] })).toBe("granted");
    expect(judgeGpp("tcfcav1", section, { ...rules, vendors: [77] })).toBe("none");
  });
});

describe("following a GPP platform", () => {
  let window: Record<string, unknown>;
  beforeEach(() => {
    vi.useFakeTimers();
    window = { setTimeout, clearTimeout };
    vi.stubGlobal("window", window);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function start(options?: GppOptions) {
    const context = pluginContext(window);
    gpp(options)(context);
    return context;
  }
  /** The IAB's own library, ready with one section in force. */
  function platform(sections: number[], fields: readonly [string, string, unknown][] = []): CmpApi {
    window["__gpp"] ??= () => [];
    const api = new CmpApi(31, 1);
    for (const [section, field, value] of fields) api.setFieldValue(section, field, value);
    api.setApplicableSections(sections);
    return api;
  }

  const national: [string, string, unknown][] = [
    ["usnat", "SaleOptOutNotice", 1],
    ["usnat", "SaleOptOut", 2],
  ];

  test("names the sections as the IAB's library does", async () => {
    const { Sections } = (await import("@iabgpp/cmpapi")) as unknown as { Sections: never };
    const map = (Sections as { SECTION_ID_NAME_MAP: Map<number, string> }).SECTION_ID_NAME_MAP;
    for (const [id, name] of map) expect([id, GPP_SECTIONS[id]]).toEqual([id, name]);
    expect(Object.keys(GPP_SECTIONS)).toHaveLength(map.size);
  });

  test("says nothing before the platform is ready, then its choice, and each change", () => {
    const api = platform([7], national);
    const { choices } = start();
    expect(choices).toEqual([]);
    api.setSignalStatus("ready" as never);
    expect(choices).toEqual(["granted"]);
    api.setFieldValue("usnat", "SaleOptOut", 1);
    api.fireSectionChange("usnat");
    api.setFieldValue("usnat", "SaleOptOut", 2);
    api.setFieldValue("usnat", "Gpc", true);
    api.fireSectionChange("usnat");
    expect(choices).toEqual(["granted", "none", "none"]);
  });

  test("takes a platform that comes later", () => {
    const { choices } = start();
    vi.advanceTimersByTime(3000);
    platform([7], national).setSignalStatus("ready" as never);
    vi.advanceTimersByTime(5000);
    expect(choices).toEqual(["granted"]);
  });

  test.each<[string, number[], [string, string, unknown][], GppOptions | undefined, string]>([
    ["no section", [], national, undefined, "none"],
    ["a section that is not known yet", [0], national, undefined, "none"],
    ["a section to come", [7, 99], national, undefined, "none"],
    ["no law", [-1], national, undefined, "none"],
    ["no law, and the site's word", [-1], national, { elsewhere: "granted" }, "granted"],
    ["a section in force that is not there", [9], national, undefined, "none"],
    ["two sections, of which one refuses", [7, 6], [...national, ["uspv1", "OptOutSale", "Y"]], undefined, "none"],
    [
      "an opt-out that does not count",
      [7],
      [...national, ["usnat", "SharingOptOut", 1]],
      { optOuts: "SaleOptOut" },
      "granted",
    ],
    ["an opt-out that counts", [7], [...national, ["usnat", "SharingOptOut", 1]], undefined, "none"],
  ])("with %s", (_, sections, fields, options, verdict) => {
    const api = platform(sections, fields);
    const { choices } = start(options);
    api.setSignalStatus("ready" as never);
    expect(choices.at(-1)).toBe(verdict);
  });

  test("refuses while the first question stands, and after patience", () => {
    const api = platform([7], national);
    const { choices } = start();
    api.setCmpDisplayStatus("visible" as never);
    expect(choices).toEqual(["none"]);
    const silent = start({ patience: 100 });
    window["__gpp"] = () => undefined;
    vi.advanceTimersByTime(100);
    expect(silent.choices.at(-1)).toBe("none");
  });

  test("asks the TCF's own API where the TCF is in force, and both where both are", () => {
    const api = platform([2], national);
    const { choices } = start();
    api.setSignalStatus("ready" as never);
    expect(choices).toEqual([]);
    let tell: ((data: object, success: boolean) => void) | undefined;
    window["__tcfapi"] = (command: string, _: number, callback: typeof tell) => {
      if (command === "addEventListener") tell = callback;
    };
    vi.advanceTimersByTime(5000);
    const said = {
      cmpStatus: "loaded",
      eventStatus: "tcloaded",
      gdprApplies: true,
      isServiceSpecific: true,
      listenerId: 1,
    };
    tell?.({ ...said, purpose: { consents: { 1: true, 8: true, 10: true } } }, true);
    expect(choices).toEqual(["granted"]);
    tell?.({ ...said, eventStatus: "useractioncomplete", purpose: { consents: { 1: true } } }, true);
    expect(choices).toEqual(["granted", "none"]);
    api.setApplicableSections([2, 7]);
    api.fireSectionChange("usnat");
    expect(choices.at(-1)).toBe("none");
  });

  test("refuses what cannot be read, and throws nothing into the platform", () => {
    let listener: ((data: unknown, success: unknown) => void) | undefined;
    window["__gpp"] = (command: string, callback: typeof listener) => {
      if (command === "addEventListener") listener = callback;
      if (command === "getSection") throw new Error("broken");
    };
    const { choices, faults } = start();
    const ready = { signalStatus: "ready", applicableSections: [7] };
    expect(() => listener?.({ listenerId: 1, pingData: ready }, true)).not.toThrow();
    expect([choices, faults.length]).toEqual([["none"], 1]);
  });

  test("stops listening, waiting and looking with the client", () => {
    const api = platform([7], national);
    const { choices, stop } = start();
    stop();
    api.setSignalStatus("ready" as never);
    expect(choices).toEqual([]);
    delete window["__gpp"];
    start().stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
