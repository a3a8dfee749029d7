export { type StreamReader, streamReader } from "./stream-reader.js";
export { CHUNK_BYTES, SealedStreamError } from "./form.js";
export { openStream, type OpenedStream } from "./open-stream.js";
export { sealStream } from "./seal-stream.js";
