import express, { type Express, type Router } from "express";

/** The collector as an app of its own: at the root, and under BASE_URL's path for proxies that leave it in. */
export function standaloneApp(
  router: Router,
  { baseUrl, trustProxy }: { readonly baseUrl: string | null; readonly trustProxy: false | number | string },
): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", trustProxy);
  // One value a name, or a list: never objects made of brackets.
  app.set("query parser", "simple");
  const path = baseUrl === null ? "/" : new URL(baseUrl).pathname;
  if (path !== "/") app.use(path, router);
  app.use(router);
  return app;
}
