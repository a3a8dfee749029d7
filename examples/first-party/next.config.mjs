const collector = process.env.WAYSEAL_COLLECTOR ?? "https://collector.example";
/** Only what pages need: neither the console nor the API is reached through here. */
const paths = [
  "/v1/streams",
  "/v1/wayseal.js",
  "/v1/wayseal-:version",
  "/v1/plugins/:plugin",
  "/v1/words.json",
  "/v1/previews/explain",
  "/v1/sites/:site/keys",
];

/** @type {{ rewrites: () => Promise<{ source: string, destination: string }[]> }} */
const config = {
  async rewrites() {
    return paths.map((path) => ({ source: `/stats${path}`, destination: collector + path }));
  },
};
export default config;
