import { type MetricType, onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";
import type { Plugin, PluginContext } from "../plugin.js";

type Emit = PluginContext["emit"];

/** Google's library cannot stop listening, so it listens once a page and tells whoever is there. */
const emitters = new Set<Emit>();
let listens = false;

/**
 * Reports Core Web Vitals by Google's `web-vitals`: LCP, INP, CLS, TTFB and FCP, each with its value and rating. No
 * attribution: no selector, no text, no address. A metric that grows comes again, so the last one of a page counts.
 */
export function webVitals(): Plugin {
  return ({ emit, onStop }) => {
    emitters.add(emit);
    onStop(() => emitters.delete(emit));
    if (listens) return;
    listens = true;
    for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(tell);
  };
}

function tell({ name, value, rating }: MetricType): void {
  for (const emit of emitters) emit({ type: "vital", name, value: Math.round(value * 1000) / 1000, rating });
}
