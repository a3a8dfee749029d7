import { EventStoreError } from "../ports/event-store.js";
const no = async (..._: unknown[]): Promise<unknown> => {
  throw new EventStoreError("unavailable", "not landed");
};
export const listJourneys = no,
  readJourney = no,
  trends = no,
  loss = no;
