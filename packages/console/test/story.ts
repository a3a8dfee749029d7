import type { JourneyEvent, JourneyField } from "@wayseal/collector/api";

const MINUTE = 60_000;
const ORIGIN = "https://shop.example";

export function field(path: string, state: JourneyField["state"], more: Partial<JourneyField>): JourneyField {
  return { path, class: "unknown", level: "confidential", state, reason: "", ...more };
}

/** A visit that reads and leaves a form, and one on the next day that buys. */
export function story(now: number): JourneyEvent[] {
  const events: JourneyEvent[] = [];
  let at = now - 26 * 60 * MINUTE;
  let session = "s1";
  let stream = "AAAAAAAAAAAAAAAAAAAAAA";
  const say = (
    type: string,
    path: string,
    wait: number,
    columns: JourneyEvent["columns"] = {},
    fields: JourneyField[] = [],
  ) => {
    at += wait;
    events.push({
      stream,
      seq: events.length,
      session,
      type,
      occurred: at,
      received: at + 400,
      skew: 12,
      page: `${ORIGIN}${path}`,
      columns,
      fields,
      policy: 1,
    });
  };
  const title = (value: string) => [
    field("title", "shown", {
      class: "free-text",
      level: "internal",
      value,
      reason: "Your clearance reaches internal",
    }),
  ];
  const fieldEvent = (
    form: string,
    name: string,
    kind: string,
    wait: number,
    columns: JourneyEvent["columns"],
    fields: JourneyField[],
  ) =>
    say(
      "field",
      "/checkout/address",
      wait,
      {
        form,
        field: name,
        class: kind,
        duration: wait,
        changes: 1,
        refills: 0,
        pasted: false,
        autofilled: false,
        filled: true,
        valid: true,
        ...columns,
      },
      fields,
    );

  say("hello", "/", 0, {
    referrer: "mail.example",
    campaign: "spring-flush",
    source: "newsletter",
    consent: "granted",
  });
  say("page_view", "/", 40, { kind: "load" }, title("Teahouse"));
  say("click", "/", 9_000, { role: "link", target: `${ORIGIN}/products/:product` }, [
    field("name", "shown", {
      class: "free-text",
      level: "internal",
      value: "Darjeeling first flush",
      reason: "Your clearance reaches internal",
    }),
  ]);
  say("page_leave", "/", 400, { duration: 9_300, scroll: 64 });
  say("page_view", "/products/:product", 500, { kind: "load" }, title("Darjeeling first flush"));
  say("track", "/products/:product", 14_000, { name: "add_to_cart" }, [
    field("properties.quantity", "shown", {
      class: "quantity",
      level: "internal",
      value: 2,
      reason: "Your clearance reaches internal",
    }),
    field("properties.coupon", "withheld", {
      class: "user-id",
      level: "restricted",
      reason: "Restricted, and your clearance is confidential",
    }),
  ]);
  say("page_leave", "/products/:product", 900, { duration: 15_000, scroll: 100 });
  say("page_view", "/newsletter", 700, { kind: "load" });
  say("form_view", "/newsletter", 100, { form: "newsletter", fields: 1 });
  say("form_start", "/newsletter", 2_000, { form: "newsletter", field: "email" });
  say("form_abandon", "/newsletter", 8_000, { form: "newsletter", field: "email", duration: 8_000, fields: 0 });

  session = "s2";
  stream = "BBBBBBBBBBBBBBBBBBBBBB";
  at = now - 9 * MINUTE;
  say("page_view", "/checkout/address", 0, { kind: "load" }, title("Where to?"));
  say("form_view", "/checkout/address", 60, { form: "address", fields: 7 });
  say("form_start", "/checkout/address", 3_000, { form: "address", field: "email" });
  fieldEvent("address", "email", "email", 9_000, { changes: 3, refills: 1 }, [
    field("value", "shown", {
      class: "email",
      value: "ana.lindqvist@example.com",
      reason: "Your clearance reaches confidential",
    }),
  ]);
  fieldEvent("address", "full-name", "name", 6_000, { autofilled: true }, [
    field("value", "masked", {
      class: "name",
      level: "restricted",
      value: "A•••• L•••••••",
      reason: "One level above your clearance: masked",
    }),
  ]);
  fieldEvent("address", "street", "street", 11_000, { pasted: true, valid: false }, [
    field("value", "unreadable", { class: "street", reason: "Its key was destroyed when the month was purged" }),
  ]);
  say("form_error", "/checkout/address", 200, { form: "address", field: "street", kind: "valueMissing" });
  fieldEvent("address", "tax-number", "tax-id", 15_000, { changes: 2, refills: 2 }, [
    field("value", "withheld", {
      class: "tax-id",
      level: "restricted",
      reason: "Restricted, and your clearance is confidential",
    }),
  ]);
  fieldEvent("address", "password", "password", 5_000, {}, [
    field("value", "uncaptured", { class: "password", level: "never", reason: "A password is never captured" }),
  ]);
  fieldEvent("address", "notes", "free-text", 7_000, {}, [
    field("value", "removed", {
      class: "payment-card",
      level: "never",
      reason: "It held a card number, which is never kept",
    }),
  ]);
  fieldEvent("address", "phone", "phone", 1_200, { filled: false, changes: 0 }, []);
  say("form_submit", "/checkout/address", 900, { form: "address", duration: 56_000, filled: true, fields: 6 });
  say("page_leave", "/checkout/address", 300, { duration: 61_000, scroll: 100 });
  say("page_view", "/confirmation", 800, { kind: "navigate" }, title("Thank you"));
  say("identify", "/confirmation", 300, {}, [
    field("user", "shown", { class: "user-id", value: "customer-4411", reason: "Your clearance reaches confidential" }),
  ]);
  say("vital", "/confirmation", 200, { name: "LCP", measure: 812.4, kind: "good" });
  return events;
}
