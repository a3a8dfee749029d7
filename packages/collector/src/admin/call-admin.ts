import { request } from "node:http";
import { AdminError, type AdminFault } from "./errors.js";
import type { AnswerOf, ArgsOf, OperationName } from "./operations.js";
import { findSocketPath } from "./socket-path.js";

const PATIENCE_MS = 30_000;

/** Nobody listens on the socket: no collector has the data directory open. */
export class NotRunning extends Error {
  override readonly name = "NotRunning";
}

/**
 * Asks the running collector of a data directory to carry out an operation.
 *
 * @throws {NotRunning | AdminError}
 */
export async function callAdmin<Name extends OperationName>(
  dir: string,
  name: Name,
  args: ArgsOf<Name>,
): Promise<AnswerOf<Name>> {
  const socketPath = await findSocketPath(dir);
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request(
      { socketPath, path: `/admin/${name}`, method: "POST", headers: { "content-type": "application/json" } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
        response.on("error", reject);
      },
    );
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new AdminError("unreachable", "The collector does not answer")));
    asked.on("error", (error: NodeJS.ErrnoException) => {
      // ECONNREFUSED: the socket of a collector that was killed.
      if (error.code === "ENOENT" || error.code === "ECONNREFUSED" || error.code === "ENOTDIR")
        reject(new NotRunning());
      else if (error.code === "EACCES")
        reject(
          new AdminError(
            "unreachable",
            "The collector's socket belongs to another user: run this as the one that runs the collector",
          ),
        );
      else reject(error);
    });
    asked.end(JSON.stringify(args));
  });
  const answer = JSON.parse(text) as { result?: unknown; error?: { fault: AdminFault; message: string } };
  if (answer.error !== undefined) throw new AdminError(answer.error.fault, answer.error.message);
  return answer.result as AnswerOf<Name>;
}
