import { describe, expect, it } from "vitest";
import { request, RequestError } from "./request.js";

const answering = (status: number, body: BodyInit | null, type = "application/json") =>
  (async () => new Response(body, { status, headers: { "content-type": type } })) as typeof fetch;

async function faultOf(promise: Promise<unknown>): Promise<RequestError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

describe("request", () => {
  it("reads JSON, and nothing from a 204", async () => {
    expect(await request("x", { fetch: answering(200, '{"a":1}') })).toEqual({ a: 1 });
    expect(await request("x", { fetch: answering(204, null) })).toBeUndefined();
  });

  it.each<[number, string, RequestError["fault"]]>([
    [401, '{"code":"signed-out","title":"Signed out"}', "signed-out"],
    [404, "{}", "missing"],
    [400, '{"title":"Bad"}', "refused"],
    [429, "{}", "busy"],
    [503, "<html>proxy</html>", "unavailable"],
    [500, "", "failed"],
    [200, "<html>", "failed"],
  ])("answers %i %s with one fault", async (status, body, fault) => {
    const error = await faultOf(request("x", { fetch: answering(status, body) }));
    expect(error.fault).toBe(fault);
    expect(error.message).not.toBe("");
    expect(error.message).not.toContain("<html>");
  });

  it("says offline when nothing answers, and unavailable when it takes too long", async () => {
    const dead = (async () => {
      throw new TypeError("Failed to fetch");
    }) as typeof fetch;
    expect((await faultOf(request("x", { fetch: dead }))).fault).toBe("offline");
    const slow = ((_: unknown, init: RequestInit) =>
      new Promise((_, reject) =>
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error)),
      )) as unknown as typeof fetch;
    expect((await faultOf(request("x", { fetch: slow, timeout: 5 }))).fault).toBe("unavailable");
  });

  it("lets an abort through as it is", async () => {
    const controller = new AbortController();
    controller.abort(new Error("left the page"));
    const fetch = (async () => {
      throw new Error("aborted");
    }) as unknown as typeof globalThis.fetch;
    await expect(request("x", { fetch, signal: controller.signal })).rejects.toThrow("aborted");
  });

  it("keeps a problem's text short, and takes no text that is not a string", async () => {
    const long = JSON.stringify({ detail: "x".repeat(5000) });
    expect((await faultOf(request("x", { fetch: answering(400, long) }))).message).toHaveLength(300);
    const odd = JSON.stringify({ detail: { toString: "no" }, title: 7, code: [] });
    expect(await faultOf(request("x", { fetch: answering(400, odd) }))).toMatchObject({
      message: "The collector refused this request.",
      code: undefined,
    });
  });
});
