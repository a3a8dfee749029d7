import type { SessionAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { AuditPage } from "../pages/audit-page.js";
import { JourneyPage } from "../pages/journey-page.js";
import { JourneysPage } from "../pages/journeys-page.js";
import { KeysPage } from "../pages/keys-page.js";
import { LossPage } from "../pages/loss-page.js";
import { NoSitePage } from "../pages/no-site-page.js";
import { OverviewPage } from "../pages/overview-page.js";
import { PeoplePage } from "../pages/people-page.js";
import { PolicyPage } from "../pages/policy-page.js";
import { QuarantinePage } from "../pages/quarantine-page.js";
import { RequestPage } from "../pages/request-page.js";
import { RequestsPage } from "../pages/requests-page.js";
import { RevealsPage } from "../pages/reveals-page.js";
import { navigate } from "../route/navigate.js";
import type { Range, Route } from "../route/route.js";
import { ConsoleContext } from "../state/console-context.js";
import { remembered } from "../state/remembered.js";
import { may } from "../state/may.js";
import { useLive } from "../state/use-live.js";
import { CatchErrors } from "./catch-errors.js";
import { pagesFor } from "./pages.js";
import { Shell } from "./shell.js";
import { Shortcuts } from "./shortcuts.js";
import { useShortcuts } from "./use-shortcuts.js";

/** The console of someone who is signed in. */
export function Desk(props: {
  readonly session: SessionAnswer;
  readonly route: Route;
  readonly onSignOut: () => void;
}): JSX.Element {
  const { session, route } = props;
  const wanted = "site" in route ? route.site : undefined;
  const known = (id: string | null | undefined) => session.sites.find((site) => site.id === id);
  const site = known(wanted) ?? known(remembered.read("site")) ?? session.sites[0];
  const [range, setRange] = useState<Range>("24h");
  const asked = "range" in route ? route.range : undefined;
  // To whoever sees neither journeys nor counts the collector tells nothing live.
  const follows = may(session, "read-journeys", "query");
  const live = useLive(follows ? site?.id : undefined);
  const [help, setHelp] = useState(false);

  useEffect(() => {
    if (site !== undefined) remembered.write("site", site.id);
  }, [site]);
  useEffect(() => {
    if (asked !== undefined) setRange(asked);
  }, [asked]);

  const actions = useMemo(
    () =>
      new Map<string, () => void>([
        ["g o", () => navigate({ page: "overview" })],
        ["g j", () => navigate({ page: "journeys" })],
        ["g l", () => navigate({ page: "loss" })],
        ["g r", () => navigate({ page: "requests" })],
        ["g k", () => navigate({ page: "keys" })],
        ["g v", () => navigate({ page: "reveals" })],
        ["g q", () => navigate({ page: "quarantine" })],
        ["g a", () => navigate({ page: "audit" })],
        ["g c", () => navigate({ page: "policy" })],
        ["g p", () => navigate({ page: "people" })],
        ["j", () => document.querySelector<HTMLElement>("a.journey-row[tabindex='0']")?.focus()],
        ["t", () => document.getElementById("theme")?.click()],
        ["?", () => setHelp(true)],
      ]),
    [],
  );
  useShortcuts(actions);

  // Whoever may not ask for counts begins at the first page that is theirs.
  const first = pagesFor(session)[0]?.page;
  useEffect(() => {
    if (route.page === "overview" && first !== undefined && first !== "overview") {
      navigate({ page: first }, { replace: true });
    }
  }, [route.page, first]);

  const current = asked ?? range;
  const value = useMemo(
    () => (site === undefined ? null : { session, site, range: current, live }),
    [session, site, current, live],
  );
  const page = pageOf(route, site?.id);

  if (value === null) return <NoSitePage onSignOut={props.onSignOut} />;
  return (
    <ConsoleContext.Provider value={value}>
      <Shell
        session={session}
        route={route}
        site={value.site}
        range={current}
        live={follows ? live.state : null}
        onSignOut={props.onSignOut}
        onShortcuts={() => setHelp(true)}
      >
        <CatchErrors page={page}>
          {route.page === "journeys" ? (
            <JourneysPage key={page} />
          ) : route.page === "journey" ? (
            <JourneyPage key={page} site={route.site} subject={route.subject} />
          ) : route.page === "requests" ? (
            <RequestsPage key={page} />
          ) : route.page === "request" ? (
            <RequestPage key={page} id={route.id} />
          ) : route.page === "keys" ? (
            <KeysPage key={page} />
          ) : route.page === "reveals" ? (
            <RevealsPage key={page} />
          ) : route.page === "people" ? (
            <PeoplePage key={page} />
          ) : route.page === "policy" ? (
            <PolicyPage key={page} />
          ) : route.page === "quarantine" ? (
            <QuarantinePage key={page} />
          ) : route.page === "audit" ? (
            <AuditPage key={page} />
          ) : route.page === "loss" ? (
            <LossPage key={page} />
          ) : (
            <OverviewPage key={page} />
          )}
        </CatchErrors>
      </Shell>
      <Shortcuts open={help} onClose={() => setHelp(false)} />
    </ConsoleContext.Provider>
  );
}

function pageOf(route: Route, site: string | undefined): string {
  if (route.page === "request") return `request ${route.site} ${route.id}`;
  return route.page === "journey" ? `journey ${route.site} ${route.subject}` : `${route.page} ${site ?? ""}`;
}
