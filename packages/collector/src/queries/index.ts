export { BadQuestion, type QuestionFault, UnknownSubject } from "./bad-question.js";
export { countWithin } from "./count-within.js";
export { type ListJourneys, listJourneys } from "./journeys/list-journeys.js";
export { type EventPage, readEvents, type ReadEvents } from "./journeys/read-events.js";
export { type ReadJourney, readJourney } from "./journeys/read-journey.js";
export { summarise } from "./journeys/summarise.js";
export { loss, type LossQuery } from "./loss/loss.js";
export { trends } from "./trends/trends.js";
