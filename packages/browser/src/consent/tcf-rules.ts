import type { Consent } from "@wayseal/protocol";
import { readNumbers } from "./read-numbers.js";

/** Options of `tcf`. A script tag gives them as text: `data-purposes="8,10"`. */
export interface TcfOptions {
  /**
   * TCF purposes that must be consented to. Default `8, 10`; purpose 1 is always required as well.
   *
   * 1, "store and/or access information on a device", is what `granted` allows. 8, "measure content performance", is
   * what page views, times and clicks are. 10, "develop and improve services", is what funnels and form reports are for.
   */
  readonly purposes?: readonly number[] | string;
  /** The purposes that the publisher asked for itself (`publisher.consents`), rather than for its vendors. Default false. */
  readonly publisher?: boolean | string;
  /** A vendor of the Global Vendor List that must be consented to as well. Default none: a self-hosted Wayseal is none. */
  readonly vendor?: number | string;
  /** Special features that must be opted into, such as 2, "actively scan device characteristics". Default none. */
  readonly specialFeatures?: readonly number[] | string;
  /** What holds where the platform says that no law of the framework applies. Default `none`. */
  readonly elsewhere?: Consent;
  /** Milliseconds in which the platform must give a choice, or there is none. Default 10,000. */
  readonly patience?: number | string;
}

/** `TcfOptions`, read. A number that is none stays in as NaN, which no platform ever grants. */
export interface TcfRules {
  readonly purposes: readonly number[];
  readonly publisher: boolean;
  readonly vendors: readonly number[];
  readonly specialFeatures: readonly number[];
  readonly elsewhere: Consent;
  readonly patience: number;
}

const PATIENCE = 10_000;

/** Reads options so that whatever is wrong with them asks for more consent and never for less. */
export function readTcfRules(options: TcfOptions): TcfRules {
  const { purposes = [8, 10], publisher, vendor, specialFeatures, elsewhere, patience } = options;
  const wait = Number(patience ?? PATIENCE);
  return {
    purposes: [1, ...readNumbers(purposes)],
    publisher: publisher !== undefined && publisher !== false && publisher !== "false",
    vendors: readNumbers(vendor),
    specialFeatures: readNumbers(specialFeatures),
    elsewhere: elsewhere === "granted" ? "granted" : "none",
    patience: wait >= 0 ? wait : PATIENCE,
  };
}
