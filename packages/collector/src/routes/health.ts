import type { Parts, Route } from "./parts.js";

/** How long one look at the disk answers for, milliseconds: asking often must not make it busy. */
const KEPT_MS = 1000;

/**
 * `/healthz`: the process answers. `/readyz`: envelopes are taken, which needs the catalog alone; `queries` tells whether
 * the event store answers too. It stays 200 while that is down, so that no balancer takes a collector that takes events
 * out of service.
 */
export function healthRoutes({ catalog, store, now, stopping }: Parts): Route[] {
  let kept: { readonly at: number; readonly catalog: boolean; readonly queries: boolean } | null = null;
  let looking: Promise<void> | null = null;

  const look = async () => {
    const [writes, queries] = await Promise.all([
      catalog.check().then(
        () => true,
        () => false,
      ),
      store.ready(),
    ]);
    kept = { at: now(), catalog: writes, queries };
  };

  return [
    {
      path: "/healthz",
      methods: {
        GET(_request, response) {
          response.json({ status: "ok" });
        },
      },
    },
    {
      path: "/readyz",
      methods: {
        async GET(_request, response) {
          if (kept === null || now() - kept.at > KEPT_MS) {
            looking ??= look().finally(() => {
              looking = null;
            });
            await looking;
          }
          const ready = kept?.catalog === true && !stopping();
          response.status(ready ? 200 : 503).json({
            status: stopping() ? "stopping" : ready ? "ready" : "not ready",
            ingest: ready,
            queries: kept?.queries === true && !stopping(),
          });
        },
      },
    },
  ];
}
