export { createDrain, type Drain, type DrainOptions, type DrainStats } from "./create-drain.js";
