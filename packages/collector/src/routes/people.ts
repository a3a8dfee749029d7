import { accessDetail } from "../admin/access-detail.js";
import { addUser, changePerson, resetPassword } from "../admin/users.js";
import { audited } from "../audit/audited.js";
import { byViewer } from "../audit/by-viewer.js";
import type { PeopleAnswer, PersonAnswer, PersonInvitedAnswer } from "../api.js";
import { rightsOf } from "../clearance/rights-of.js";
import { type RoleName, ROLES } from "../clearance/roles.js";
import type { AuditEntry } from "../ports/audit.js";
import type { Person } from "../ports/catalog.js";
import { NotCleared, type Viewer } from "../viewer.js";
import { asViewer } from "./as-viewer.js";
import type { Parts, Route } from "./parts.js";
import { RequestError } from "./problem.js";
import { addPersonBody, changePersonBody, parseQuery, recordParam } from "./question.js";
import { readJson } from "./read-json.js";

/** `/v1/people`: who may do and see what. Nobody changes their own access, nor gives sites that they do not have. */
export function peopleRoutes(parts: Parts): Route[] {
  const { catalog, policies, admin, audit, now } = parts;

  function describe(viewer: Viewer, person: Person): PersonAnswer {
    const changeable = person.id !== viewer.id && covers(viewer.sites, person.sites);
    return { ...person, may: rightsOf(person), changeable };
  }

  /** @throws {RequestError | NotCleared} */
  async function changeable(viewer: Viewer, params: unknown): Promise<Person> {
    const person = await catalog.person(parseQuery(recordParam, params).id);
    if (person === null) throw new RequestError("not-found");
    if (person.id === viewer.id) throw new NotCleared("Nobody changes their own access: ask another administrator");
    requireSites(viewer, person.sites);
    return person;
  }

  function changeEntry(viewer: Viewer, person: Person, detail: NonNullable<AuditEntry["detail"]>): AuditEntry {
    return { ...byViewer(viewer, now()), action: "person.change", detail: { person: person.id, ...detail } };
  }

  return [
    {
      path: "/v1/people",
      methods: {
        GET: asViewer(parts, "manage-people", async (viewer, _request, response) => {
          const answer: PeopleAnswer = {
            people: (await catalog.people()).map((person) => describe(viewer, person)),
            roles: (Object.keys(ROLES) as RoleName[]).map((name) => {
              const { about, rights, clearance } = ROLES[name];
              return { name, about, rights, clearance };
            }),
            classes: [...(await policies.current()).classes.keys()],
          };
          response.json(answer);
        }),
        POST: [
          readJson,
          asViewer(parts, "manage-people", async (viewer, request, response) => {
            const asked = parseQuery(addPersonBody, request.body);
            requireSites(viewer, asked.sites);
            const { person, ...link } = await audited(
              audit,
              { ...byViewer(viewer, now()), action: "person.add", detail: accessDetail(asked) },
              () => addUser.run(admin, asked),
              ({ person }) => ({ person: person.id }),
            );
            const answer: PersonInvitedAnswer = { person: describe(viewer, person), ...link };
            response.status(201).json(answer);
          }),
        ],
      },
    },
    {
      path: "/v1/people/:id",
      methods: {
        POST: [
          readJson,
          asViewer(parts, "manage-people", async (viewer, request, response) => {
            const person = await changeable(viewer, request.params);
            const { disabled, ...asked } = parseQuery(changePersonBody, request.body);
            if (asked.sites !== undefined) requireSites(viewer, asked.sites);
            const change = disabled === undefined ? "access" : disabled ? "disable" : "enable";
            const changed = await audited(
              audit,
              changeEntry(viewer, person, { change, ...accessDetail(asked) }),
              async () => {
                const changed = await changePerson(admin, person, asked);
                if (disabled !== undefined) await catalog.setDisabled(person.id, disabled);
                return { ...changed, disabled: disabled ?? changed.disabled };
              },
            );
            response.json(describe(viewer, changed));
          }),
        ],
      },
    },
    {
      path: "/v1/people/:id/link",
      methods: {
        POST: asViewer(parts, "manage-people", async (viewer, request, response) => {
          const theirs = await changeable(viewer, request.params);
          const { person, ...link } = await audited(
            audit,
            changeEntry(viewer, theirs, { change: "reset-password" }),
            () => resetPassword.run(admin, { email: theirs.email }),
          );
          const answer: PersonInvitedAnswer = { person: describe(viewer, person), ...link };
          response.status(201).json(answer);
        }),
      },
    },
  ];
}

/** @throws {NotCleared} */
function requireSites(viewer: Viewer, sites: Viewer["sites"]): void {
  if (!covers(viewer.sites, sites))
    throw new NotCleared("You may not give, or change people of, sites that are not yours");
}

function covers(held: Viewer["sites"], sites: Viewer["sites"]): boolean {
  return held === "*" || (sites !== "*" && sites.every((site) => held.includes(site)));
}
