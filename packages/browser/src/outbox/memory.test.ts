import { memoryOutbox } from "./memory.js";
import { outboxContract } from "./outbox.contract.js";

outboxContract("in memory", memoryOutbox);
