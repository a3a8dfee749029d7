import { z } from "zod";
import type { RequestAnswer } from "../api.js";
import { createContactSealer } from "../keys/index.js";
import { createRequests, type Requests } from "../requests/create-requests.js";
import { RequestFault } from "../requests/request-fault.js";
import { MOVE, REQUEST_FIELDS } from "../requests/request-shapes.js";
import { OPERATOR } from "./erasures.js";
import { AdminError } from "./errors.js";
import { type AdminParts, onlySite, operation, siteId } from "./operation.js";

const id = z.string().max(64);

export const addRequest = operation(
  z.strictObject({ site: siteId.optional(), ...REQUEST_FIELDS }),
  async (parts, { site, ...fields }): Promise<RequestAnswer> => {
    const asked = JSON.parse(JSON.stringify(fields)) as Parameters<Requests["add"]>[0];
    const of = await onlySite(parts, site);
    return told(() => requestsOf(parts).add({ ...asked, site: of }, OPERATOR));
  },
);

export const listRequests = operation(
  z.strictObject({ site: siteId.optional(), closed: z.boolean().optional() }),
  async (parts, { site, closed = false }) => ({
    requests: await requestsOf(parts).list(await onlySite(parts, site), !closed),
  }),
);

export const showRequest = operation(z.strictObject({ id }), async (parts, { id }) => {
  const request = await requestsOf(parts).read(id);
  if (request === null) throw new AdminError("missing", "There is no such request");
  return request;
});

export const moveRequest = operation(z.strictObject({ id, move: MOVE }), (parts, { id, move }) =>
  told(() => requestsOf(parts).move(id, JSON.parse(JSON.stringify(move)) as Parameters<Requests["move"]>[1], OPERATOR)),
);

function requestsOf({ catalog, keyring, now, maxLevel, log }: AdminParts): Requests {
  return createRequests({ catalog, now, maxLevel, log, contacts: createContactSealer({ catalog, keyring, now }) });
}

async function told<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof RequestFault)) throw error;
    throw new AdminError(
      error.fault === "missing" || error.fault === "unknown-subject" ? "missing" : "invalid",
      error.message,
    );
  }
}
