import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // The site at the collector names this origin, so another port would be refused there: better to stop here.
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
});
