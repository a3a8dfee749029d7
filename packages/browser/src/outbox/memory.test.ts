import { memoryOutbox } from "./memory.js";
import { inMemory, outboxContract } from "./outbox.contract.js";

outboxContract("in memory", (bounds, now) => inMemory(memoryOutbox(now, bounds)));
