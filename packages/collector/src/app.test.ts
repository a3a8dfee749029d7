import express from "express";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, httpCollector, type HttpCollector, PASSWORD } from "../test/http-collector.js";
import { hello, sealStream } from "../test/seal-stream.js";
import type { SessionAnswer } from "./api.js";

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe("in someone else's app", () => {
  let server: Server;
  let own: HttpCollector;
  let url: string;
  beforeAll(async () => {
    own = await httpCollector();
    const app = express();
    app.get("/", (_request, response) => void response.send("the host's own page"));
    app.use("/analytics", own.collector);
    app.use(express.json());
    app.use((_request, response) => void response.status(404).send("the host's own 404"));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await own.close();
  });

  it("takes envelopes, shows the console and signs people in below its path", async () => {
    const body = new Uint8Array(sealStream(own.key, "shop", [hello()]).envelope());
    expect((await fetch(`${url}/analytics/v1/streams`, { method: "POST", body })).status).toBe(204);
    expect((await fetch(`${url}/analytics/v1/sites/shop/keys`)).status).toBe(200);
    for (const home of ["/analytics", "/analytics/", "/analytics?from=mail", "/analytics/console"]) {
      const { headers } = await fetch(`${url}${home}`, { redirect: "manual" });
      expect(new URL(headers.get("location") ?? "", `${url}${home}`).pathname).toBe("/analytics/console/");
    }

    const secret = await own.invite("guest@x.example", "internal", ["shop"]);
    const signedIn = await fetch(`${url}/analytics/v1/session/password`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: JSON.stringify({ secret, password: PASSWORD }),
    });
    expect(signedIn.headers.getSetCookie()[0]).toContain("Path=/analytics;");
    const session = await fetch(`${url}/analytics/v1/session`, { headers: { cookie: cookieOf(signedIn) } });
    expect(((await session.json()) as SessionAnswer).person.email).toBe("guest@x.example");
  });

  it("leaves the host's own addresses alone", async () => {
    expect(await (await fetch(`${url}/`)).text()).toBe("the host's own page");
    expect(await (await fetch(`${url}/v1/streams`)).text()).toBe("the host's own 404");
    expect((await fetch(`${url}/`)).headers.get("content-security-policy")).toBeNull();
    expect(await codeOf(await fetch(`${url}/analytics/nothing`))).toBe("not-found");
  });
});
