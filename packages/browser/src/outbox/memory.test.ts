import { memoryOutbox } from "./memory.js";
import { asDisk, outboxContract } from "./outbox.contract.js";

outboxContract("in memory", (bounds, now) => asDisk(memoryOutbox(now, bounds)));
