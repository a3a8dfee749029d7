import { aViewer } from "../../test/a-viewer.js";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import type { Viewer } from "../viewer.js";
import * as queries from "./index.js";

type Functions = {
  [
    K in keyof typeof queries as (typeof queries)[K] extends (...args: never[]) => unknown ? K : never
  ]: (typeof queries)[K];
};

const RANGE = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 2) };
/** A question that would be answered, for each query there is. */
const QUESTIONS: { readonly [K in keyof Functions]: Parameters<Functions[K]>[1] } = {
  countWithin: { site: "shop", subjects: ["02".repeat(16)] },
  listJourneys: { site: "shop" },
  readJourney: { site: "shop", subject: "02".repeat(16) },
  readEvents: { site: "shop", subject: "02".repeat(16) },
  summarise: { site: "shop", subject: "02".repeat(16) },
  trends: { site: "shop", ...RANGE, interval: "hour", measure: "events" },
  loss: { site: "shop", ...RANGE },
};

type AnyQuery = (viewer: unknown, question: unknown, ports: unknown) => Promise<unknown>;
const all = Object.entries(queries).filter(
  ([, value]) => typeof value === "function" && !/^class\s/.test(String(value)),
);
const viewer = (sites: Viewer["sites"]): Viewer => aViewer({ sites });

describe("every query", () => {
  /** Ports that note that they were asked. */
  const ports = () => {
    const asked = vi.fn(async () => []);
    return {
      asked,
      store: { ask: asked },
      fields: { policy: asked, read: asked, columns: asked, columnsOf: asked },
      catalog: { loss: asked, rejected: asked },
    };
  };

  it("is listed in this test", () => {
    expect(all.map(([name]) => name).sort()).toEqual(Object.keys(QUESTIONS).sort());
  });

  it("takes a viewer first", () => {
    expectTypeOf<Parameters<Functions[keyof Functions]>[0]>().toEqualTypeOf<Viewer>();
  });

  describe.each(all)("%s", (name, query) => {
    const ask = query as unknown as AnyQuery;
    const question = QUESTIONS[name as keyof Functions];

    it.each<[string, Viewer["sites"]]>([
      ["no site", []],
      ["another site", ["shop2"]],
      ["sites whose names contain its name", ["shop-eu", "sho", "SHOP", "*"]],
    ])("rejects a viewer of %s and asks nothing", async (_, sites) => {
      const given = ports();
      await expect(ask(viewer(sites), question, given)).rejects.toMatchObject({ name: "NotVisible" });
      expect(given.asked).not.toHaveBeenCalled();
    });

    it.each([undefined, null, {}, { clearance: "restricted" }])("rejects %j as a viewer", async (nobody) => {
      const given = ports();
      await expect(ask(nobody, question, given)).rejects.toThrow();
      expect(given.asked).not.toHaveBeenCalled();
    });

    // The negative control: it is the site that the others are rejected for.
    it.each<[string, Viewer["sites"]]>([
      ["this site", ["other", "shop"]],
      ["all sites", "*"],
    ])("asks for a viewer of %s", async (_, sites) => {
      const given = ports();
      await ask(viewer(sites), question, given).catch(() => {});
      expect(given.asked).toHaveBeenCalled();
    });
  });
});
