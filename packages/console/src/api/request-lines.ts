import { RequestError, type RequestOptions, send } from "./request.js";

/**
 * Asks the collector for something that takes long, and reads its JSON a line at a time as it comes.
 *
 * @throws {RequestError} Also where it ends before a line is whole.
 */
export async function requestLines<Line>(
  path: string,
  options: RequestOptions,
  onLine: (line: Line) => void,
): Promise<void> {
  const { body } = await send(path, options, "application/x-ndjson");
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const read = await reader?.read();
      if (read === undefined || read.done) break;
      const lines = (rest + read.value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(JSON.parse(line) as Line);
    }
  } catch {
    throw new RequestError("failed", "The collector's answer was cut off.");
  }
  if (rest !== "") throw new RequestError("failed", "The collector's answer was cut off.");
}
