export { EngineError, type EngineFault, type EngineMemory } from "./messages.js";
export { type EngineOptions, superviseEngine, type SupervisedEngine } from "./supervise-engine.js";
