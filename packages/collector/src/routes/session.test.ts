import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, httpCollector, type HttpCollector, PASSWORD } from "../../test/http-collector.js";
import { readCookie } from "../people/cookie.js";
import { createPasswords, hashSecret } from "../people/secrets.js";

let stand: HttpCollector;
beforeAll(async () => {
  stand = await httpCollector();
});
afterAll(() => stand.close());

const signIn = (email: string, password = PASSWORD, more?: Record<string, string>) =>
  stand.post("/v1/session", { email, password }, more);
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe("one-time links", () => {
  it("set a password once, and sign in", async () => {
    const secret = await stand.invite("once@x.example", "internal", ["shop"]);
    const answer = await stand.post("/v1/session/password", { secret, password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      person: { email: "once@x.example" },
      clearance: "internal",
      sites: [{ id: "shop", name: "Shop" }],
    });
    const again = await stand.post("/v1/session/password", { secret, password: "another good one of mine" });
    expect([again.status, await codeOf(again)]).toEqual([410, "link-used"]);
    expect((await signIn("once@x.example")).status).toBe(200);
  });

  it("end after 24 hours; negative control: one made then works", async () => {
    const own = await httpCollector();
    const [late, fresh] = [await own.invite("late@x.example", "public"), "fresh@x.example"];
    own.forward(24 * 3_600_000 + 1);
    const refused = await own.post("/v1/session/password", { secret: late, password: PASSWORD });
    expect(refused.status).toBe(410);
    const secret = await own.invite(fresh, "public");
    expect((await own.post("/v1/session/password", { secret, password: PASSWORD })).status).toBe(200);
    await own.close();
  });

  it("survive a password that is refused", async () => {
    const secret = await stand.invite("weak@x.example", "public");
    for (const password of ["short", "eleven char", "aaaaaaaaaaaaaaaa", "password12345", "x".repeat(129)]) {
      const answer = await stand.post("/v1/session/password", { secret, password });
      expect([password, answer.status, await codeOf(answer)]).toEqual([password, 422, "weak-password"]);
    }
    expect((await stand.post("/v1/session/password", { secret, password: "twelve chars" })).status).toBe(200);
  });

  it("are kept as hashes only", async () => {
    const secret = await stand.invite("hashed@x.example", "public");
    expect(hashSecret(secret).toString("base64url")).not.toBe(secret);
    expect(await stand.catalog.takeInvite(Buffer.from(secret, "base64url"), Date.now())).toBeNull();
    expect(await stand.catalog.takeInvite(hashSecret(secret), Date.now())).not.toBeNull();
  });
});

describe("signing in", () => {
  it("answers unknown, disabled and mistaken people alike", async () => {
    await stand.person("known@x.example", "public");
    await stand.person("gone@x.example", "public");
    await stand.invite("never-came@x.example", "public");
    const gone = await stand.catalog.personByEmail("gone@x.example");
    await stand.catalog.setDisabled(gone?.id ?? "", true);
    const answers = [];
    for (const [email, password] of [
      ["known@x.example", "not the password"],
      ["unknown@x.example", PASSWORD],
      ["gone@x.example", PASSWORD],
      ["never-came@x.example", PASSWORD],
    ] as const) {
      const answer = await signIn(email, password);
      expect(answer.headers.getSetCookie()).toEqual([]);
      answers.push([answer.status, await answer.text()]);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.[0]).toBe(401);
    expect((await signIn("KNOWN@x.example ")).status).toBe(200);
  });

  it("checks a password for unknown, disabled and invited people too, as for known ones", async () => {
    const passwords = createPasswords({ cost: 10 });
    const checked: (string | null)[] = [];
    const own = await httpCollector({
      passwords: {
        hash: (password) => passwords.hash(password),
        verify(password, stored) {
          checked.push(stored);
          return passwords.verify(password, stored);
        },
      },
    });
    await own.person("known@x.example", "public");
    await own.invite("invited@x.example", "public");
    for (const name of ["known", "invited", "unknown"]) {
      await own.post("/v1/session", { email: `${name}@x.example`, password: "not the password" });
    }
    expect(checked).toEqual([expect.stringContaining("$scrypt$"), null, null]);
    await own.close();
  });

  it("gives a cookie that scripts cannot read and other sites cannot send", async () => {
    await stand.person("cookie@x.example", "public");
    const [cookie] = (await signIn("cookie@x.example")).headers.getSetCookie();
    expect(cookie).toMatch(/^wayseal=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
  });

  it("binds the cookie to host and https where people come by https", async () => {
    const own = await httpCollector({ baseUrl: "https://analytics.example/in" });
    const secret = await own.invite("s@x.example", "public");
    const answer = await own.post("/v1/session/password", { secret, password: PASSWORD });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-wayseal=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/);
    expect(answer.headers.get("strict-transport-security")).toMatch(/max-age=\d+/);
    const value = cookieOf(answer);
    expect((await own.ask("/v1/session", { cookie: value })).status).toBe(200);
    // A subdomain can plant the plain name, not the bound one: it is not looked at.
    expect((await own.ask("/v1/session", { cookie: value.replace("__Host-", "") })).status).toBe(401);
    await own.close();
  });
});

describe("sessions", () => {
  it("never take up a secret that the browser came with (fixation)", async () => {
    await stand.person("fixed@x.example", "public");
    const planted = `wayseal=${"A".repeat(43)}`;
    const answer = await signIn("fixed@x.example", PASSWORD, { cookie: planted });
    expect(cookieOf(answer)).not.toBe(planted);
    expect((await stand.ask("/v1/session", { cookie: planted })).status).toBe(401);
  });

  it("are new at each sign-in, and the one before ends", async () => {
    const first = await stand.person("again@x.example", "public");
    const second = cookieOf(await signIn("again@x.example", PASSWORD, { cookie: first }));
    expect(second).not.toBe(first);
    expect((await stand.ask("/v1/session", { cookie: first })).status).toBe(401);
    expect((await stand.ask("/v1/session", { cookie: second })).status).toBe(200);
  });

  it("end at sign-out on the collector, not in the browser alone", async () => {
    const cookie = await stand.person("out@x.example", "public");
    const out = await stand.ask("/v1/session", { method: "DELETE", cookie, headers: { origin: stand.url } });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toContain("Max-Age=0");
    expect((await stand.ask("/v1/session", { cookie })).status).toBe(401);
  });

  it("end when idle, and at last whatever happens", async () => {
    const own = await httpCollector({ session: { idleMs: 3_600_000, absoluteMs: 4 * 3_600_000 } });
    const idle = await own.person("idle@x.example", "public");
    const busy = await own.person("busy@x.example", "public");
    const alive = async (cookie: string) => (await own.ask("/v1/session", { cookie })).status === 200;
    own.forward(3_000_000);
    expect(await alive(busy)).toBe(true);
    own.forward(3_000_000);
    expect([await alive(idle), await alive(busy)]).toEqual([false, true]);
    for (let i = 0; i < 2; i++) {
      own.forward(3_000_000);
      expect(await alive(busy)).toBe(true);
    }
    own.forward(3_000_000);
    expect(await alive(busy)).toBe(false);
    await own.close();
  });

  it("of a disabled person are refused on the next request; negative control: others' go on", async () => {
    const [cookie, other] = [
      await stand.person("dis@x.example", "public"),
      await stand.person("on@x.example", "public"),
    ];
    expect((await stand.ask("/v1/sites", { cookie })).status).toBe(200);
    const person = await stand.catalog.personByEmail("dis@x.example");
    await stand.catalog.setDisabled(person?.id ?? "", true);
    expect((await stand.ask("/v1/sites", { cookie })).status).toBe(401);
    expect((await stand.ask("/v1/session", { cookie })).status).toBe(401);
    expect((await stand.ask("/v1/sites", { cookie: other })).status).toBe(200);
  });

  it.each(["", "wayseal=", "wayseal=short", `wayseal=${"A".repeat(44)}`, `other=${"A".repeat(43)}`])(
    "are not made of the cookie %j",
    async (cookie) => {
      expect((await stand.ask("/v1/session", { cookie })).status).toBe(401);
    },
  );

  it("are not read where one name stands twice", () => {
    const cookie = `wayseal=${"A".repeat(43)}`;
    expect(readCookie({ cookie }, false)).toBe("A".repeat(43));
    expect(readCookie({ cookie: `${cookie}; wayseal=${"B".repeat(43)}` }, false)).toBeNull();
  });
});

describe("cross-site requests", () => {
  const cases: readonly [string, Record<string, string>][] = [
    ["another origin", { origin: "https://evil.example" }],
    ["an opaque origin", { origin: "null" }],
    ["another port of this host", { origin: "http://127.0.0.1:1" }],
    ["Sec-Fetch-Site: cross-site", { "sec-fetch-site": "cross-site" }],
    ["Sec-Fetch-Site: same-site", { "sec-fetch-site": "same-site" }],
    ["neither Origin nor Sec-Fetch-Site", { origin: "" }],
  ];
  it.each(cases)("cannot sign in or ask with %s", async (_, headers) => {
    const cookie = await stand.person(`csrf-${Math.random()}@x.example`, "internal");
    const all = headers["origin"] === "" ? { cookie } : { origin: stand.url, cookie, ...headers };
    for (const [path, body] of [
      ["/v1/session", { email: "a@x.example", password: PASSWORD }],
      ["/v1/session/password", { secret: "A".repeat(43), password: PASSWORD }],
      ["/v1/query/loss", { site: "shop", from: 0, to: 1 }],
    ] as const) {
      const answer = await stand.ask(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", ...all },
      });
      expect([path, answer.status, await codeOf(answer)]).toEqual([path, 403, "cross-site"]);
    }
    const out = await stand.ask("/v1/session", { method: "DELETE", headers: all });
    expect(out.status).toBe(403);
    expect((await stand.ask("/v1/session", { cookie })).status).toBe(200);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "cannot be a simple request of %s",
    async (type) => {
      const answer = await stand.ask("/v1/session", {
        method: "POST",
        body: JSON.stringify({ email: "a@x.example", password: PASSWORD }),
        headers: { "content-type": type, origin: stand.url },
      });
      expect([answer.status, await codeOf(answer)]).toEqual([415, "content-type"]);
    },
  );

  it("get no CORS grant on anything that people use", async () => {
    for (const path of ["/v1/session", "/v1/sites", "/v1/journeys", "/v1/query/loss", "/v1/live", "/metrics"]) {
      for (const method of ["GET", "OPTIONS"]) {
        const answer = await stand.ask(path, { method, headers: { origin: "https://evil.example" } });
        expect(answer.headers.get("access-control-allow-origin")).toBeNull();
        expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
      }
    }
  });
});

describe("bad sign-ins", () => {
  it.each<[string, unknown]>([
    ["no body", undefined],
    ["a list", []],
    ["no password", { email: "a@x.example" }],
    ["a number", { email: "a@x.example", password: 12345678901234 }],
    ["a field too many", { email: "a@x.example", password: PASSWORD, admin: true }],
    ["an endless password", { email: "a@x.example", password: "x".repeat(1025) }],
  ])("refuses %s with 400", async (_, body) => {
    const answer = await stand.post("/v1/session", body);
    expect([answer.status, await codeOf(answer)]).toEqual([400, "invalid"]);
  });

  it("refuses broken JSON and a body of 64 KiB and more", async () => {
    const send = (body: string) =>
      stand.ask("/v1/session", {
        method: "POST",
        body,
        headers: { "content-type": "application/json", origin: stand.url },
      });
    expect((await send('{"email":')).status).toBe(400);
    expect((await send(JSON.stringify({ email: "x".repeat(70_000) }))).status).toBe(413);
  });

  it("limits attempts of one address a minute", async () => {
    const own = await httpCollector({ limits: { signInsPerMinute: 2 } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await own.post("/v1/session", {})).status);
    expect(statuses).toEqual([400, 400, 429]);
    await own.close();
  });

  it("holds back guesses, and the right password with them, until the wait is over", async () => {
    const own = await httpCollector();
    await own.person("held@x.example", "public");
    const attempt = (password: string) => own.post("/v1/session", { email: "held@x.example", password });
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await attempt("not the password")).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const held = await attempt(PASSWORD);
    expect(held.status).toBe(429);
    expect(Number(held.headers.get("retry-after"))).toBeGreaterThan(0);
    own.forward(2_000);
    expect((await attempt(PASSWORD)).status).toBe(200);
    await own.close();
  });
});
