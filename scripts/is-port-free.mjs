import { createServer } from "node:net";

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>} Whether something could listen there just now. Never rejects.
 */
export function isPortFree(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
