export { createScripts, type PublishedScript, type Scripts } from "./create-scripts.js";
export { type Coding, encodeContent } from "./encode-content.js";
export { type InstallSnippets, installSnippets } from "./install-snippets.js";
export { type Asset, integrityOf } from "./read-asset.js";
export { openScripts } from "./open-scripts.js";
