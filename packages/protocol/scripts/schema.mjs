// Writes the JSON Schema of events from the table that the validator reads.
import { writeFileSync } from "node:fs";
import { eventsSchema } from "../dist/index.js";

writeFileSync(new URL("../schema/events.schema.json", import.meta.url), `${JSON.stringify(eventsSchema(), null, 2)}\n`);
