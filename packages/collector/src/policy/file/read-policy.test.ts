import { describe, expect, it } from "vitest";
import { readPacks } from "../packs/read-packs.js";
import { PolicyError } from "./policy-error.js";
import { readPolicy } from "./read-policy.js";

const read = (text: string) => readPolicy(text, "wayseal.policy.yaml", readPacks());

function fault(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return "";
}

describe("a policy file", () => {
  it("may say everything that the format has", () => {
    const file = read(
      `format: 1
jurisdictions: { sites: { shop: [DE, US-CA] }, sectors: { clinic: health } }
groups: { reach: [email, "@address"], all: ["@reach", phone] }
classes:
  loyalty-number: { extends: user-id, names: ["loyalty*"], about: Number of a loyalty card }
  phone: { treatment: mask }
packs: { eu-gdpr: { health: { treatment: keep, level: restricted, because: "Explicit consent, Art. 9(2)(a)" } } }
capture: { allow: [{ form: checkout, field: [city, zip] }], deny: [{ class: "@health" }] }
storage: { allow: [{ class: "*" }] , deny: [{ site: blog }] }
viewing: { allow: [{ class: email, clearance: restricted }], deny: [{ property: internal_* }] }
public: [{ site: shop, event: "Plan chosen", property: plan }]
retention: { public: unlimited, restricted: 30 }
`.replace('storage: { allow: [{ class: "*" }] , ', 'storage: { allow: [{ field: "*" }], '),
    );
    expect(file.classes?.["phone"]).toEqual({ treatment: "mask" });
  });

  it.each([
    ["nothing", "", "wayseal.policy.yaml:1:1: must be a policy, which begins with format: 1"],
    ["no format", "groups: {}\n", "wayseal.policy.yaml:1:1: must say format"],
    ["another format", "format: 2\n", "wayseal.policy.yaml:1:9: format must be 1"],
    ["YAML that is broken", "format: 1\nclasses: {\n", /^wayseal\.policy\.yaml:3:1: is not valid YAML: /],
    ["a key twice", "format: 1\ngroups: {}\ngroups: {}\n", /^wayseal\.policy\.yaml:3:1: is not valid YAML: /],
    ["an alias", "format: 1\ngroups: &a { x: [email] }\nclasses: *a\n", /^wayseal\.policy\.yaml:3:10: uses an alias/],
    [
      "a name with capitals",
      "format: 1\nclasses:\n  Loyalty: { level: internal }\n",
      "wayseal.policy.yaml:3:3: classes.Loyalty must be a name of a-z, 0-9 and -, such as loyalty-number",
    ],
    [
      "an empty name",
      "format: 1\ncapture: { deny: [{ field: '' }] }\n",
      /:2:28: capture.deny.0.field must not be empty$/,
    ],
    [
      "a number for a class",
      "format: 1\ncapture: { deny: [{ class: 3 }] }\n",
      /:2:28: capture.deny.0.class must be text$/,
    ],
    [
      "an unknown part",
      "format: 1\nclases: {}\n",
      "wayseal.policy.yaml:2:1: clases is nothing that a policy says here",
    ],
    [
      "an unknown part of a class",
      "format: 1\nclasses:\n  phone:\n    treat: mask\n",
      "wayseal.policy.yaml:4:5: classes.phone.treat is nothing that a policy says here",
    ],
    [
      "an unknown treatment",
      "format: 1\nclasses:\n  phone: { treatment: hide }\n",
      "wayseal.policy.yaml:3:23: classes.phone.treatment must be a treatment: keep, mask, generalise, hash, drop, never",
    ],
    [
      "an unknown level",
      "format: 1\nclasses: { phone: { level: secret } }\n",
      "wayseal.policy.yaml:2:28: classes.phone.level must be a level that is sealed: internal, confidential or restricted",
    ],
    [
      "an unknown class",
      "format: 1\nstorage:\n  deny:\n    - { class: fone }\n",
      "wayseal.policy.yaml:4:16: storage.deny.0.class names the class fone, which there is not",
    ],
    [
      "an unknown class in a list",
      "format: 1\nviewing:\n  allow:\n    - class: [email, fone]\n",
      "wayseal.policy.yaml:4:22: viewing.allow.0.class.1 names the class fone, which there is not",
    ],
    [
      "an unknown group",
      'format: 1\ncapture: { deny: [{ class: "@medical" }] }\n',
      "wayseal.policy.yaml:2:28: capture.deny.0.class names the group @medical, which there is not",
    ],
    [
      "groups that go round in a circle",
      'format: 1\ngroups:\n  a: ["@b"]\n  b: ["@a", email]\nstorage: { allow: [{ class: "@a" }], deny: [{ class: "@b" }] }\n',
      "wayseal.policy.yaml:3:3: groups.a goes round in a circle: @a → @b → @a",
    ],
    [
      "classes that go round in a circle",
      "format: 1\nclasses:\n  one: { extends: two }\n  two: { extends: one }\n",
      "wayseal.policy.yaml:3:19: classes.one.extends goes round in a circle: one → two → one",
    ],
    [
      "an allow that a deny takes back",
      'format: 1\nstorage:\n  allow:\n    - { form: pay, class: email }\n  deny:\n    - { class: "@contact" }\n',
      "wayseal.policy.yaml:4:7: storage.allow.0 allows what storage.deny.0 denies: deny wins, so one of the two must go",
    ],
    [
      "a clearance that no key goes with",
      "format: 1\nviewing:\n  allow:\n    - { class: passport, clearance: internal }\n",
      "wayseal.policy.yaml:4:37: viewing.allow.0.clearance is an impossible clearance: passport is sealed at restricted, which internal holds no key for",
    ],
    [
      "a clearance for what is never stored",
      "format: 1\nviewing: { allow: [{ class: password, clearance: restricted }] }\n",
      "wayseal.policy.yaml:2:20: viewing.allow.0 is impossible: password is never stored, so no clearance can see it",
    ],
    [
      "a clearance that there is not",
      "format: 1\nviewing: { allow: [{ class: email, clearance: top }] }\n",
      "wayseal.policy.yaml:2:47: viewing.allow.0.clearance must be one of public, internal, confidential, restricted",
    ],
    [
      "a class that is never captured, loosened",
      "format: 1\nclasses:\n  payment-card: { treatment: hash }\n",
      "wayseal.policy.yaml:3:30: classes.payment-card.treatment cannot loosen payment-card: it is never captured, whatever a policy says",
    ],
    [
      "a row of PCI DSS, loosened",
      "format: 1\npacks:\n  pci-dss:\n    card-expiry: { treatment: keep, because: we would like to see it }\n",
      "wayseal.policy.yaml:4:5: packs.pci-dss.card-expiry cannot loosen pci-dss, which is always on",
    ],
    [
      "a row replaced without a ground",
      "format: 1\npacks: { eu-gdpr: { health: { treatment: keep } } }\n",
      "wayseal.policy.yaml:2:29: packs.eu-gdpr.health must say because",
    ],
    [
      "a pack that there is not",
      "format: 1\npacks: { gdpr: {} }\n",
      /:2:10: packs\.gdpr is no pack: there are br-lgpd, /,
    ],
    [
      "a new class without a level",
      "format: 1\nclasses: { shoe-size: { names: [shoe] } }\n",
      "wayseal.policy.yaml:2:12: classes.shoe-size is new, so it must say a level, or which class it extends",
    ],
    [
      "a selector that names nothing",
      "format: 1\ncapture: { allow: [{}] }\n",
      "wayseal.policy.yaml:2:20: capture.allow.0 names nothing: say at least one of site, form, field, property and class",
    ],
    [
      "a refusal that names nothing",
      "format: 1\nstorage: { refuse: [{}] }\n",
      "wayseal.policy.yaml:2:21: storage.refuse.0 names nothing: say at least one of site, form and event",
    ],
    [
      "a refusal of values",
      "format: 1\nstorage: { refuse: [{ class: email }] }\n",
      "wayseal.policy.yaml:2:23: storage.refuse.0.class is nothing that a policy says here",
    ],
    [
      "a public property that tells a class",
      "format: 1\npublic: [{ property: email }]\n",
      "wayseal.policy.yaml:2:22: public.0.property cannot be public: email tells the class email",
    ],
    [
      "days that are a word",
      "format: 1\nretention: { public: forever }\n",
      "wayseal.policy.yaml:2:22: retention.public must be days from 1 to 36500, or unlimited",
    ],
    [
      "days that are none",
      "format: 1\nretention: { restricted: 0 }\n",
      "wayseal.policy.yaml:2:26: retention.restricted must be days from 1 to 36500, or unlimited",
    ],
    [
      "a place that is none",
      "format: 1\njurisdictions: { sites: { shop: Germany } }\n",
      "wayseal.policy.yaml:2:33: jurisdictions.sites.shop must be a country or region, such as DE or US-CA",
    ],
  ])("is refused for %s, in one line that says where", (_, text, message) => {
    const told = fault(text);
    if (typeof message === "string") expect(told).toBe(message);
    else expect(told).toMatch(message);
    expect(told).not.toContain("\n");
  });
});
