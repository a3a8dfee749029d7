import type { SessionAnswer } from "@wayseal/collector/api";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { LevelMark } from "../journey/field-chip.js";
import { Icon } from "../parts/icon.js";
import { formatRoute } from "../route/format-route.js";
import { navigate } from "../route/navigate.js";
import type { Range, Route } from "../route/route.js";
import type { LiveState } from "../api/connect-live.js";
import { useOnline } from "../state/use-online.js";
import { Brand } from "./brand.js";
import { LiveBadge } from "./live-badge.js";
import { pagesFor, railPage, routeTo } from "./pages.js";
import { ThemeChoice } from "./theme-choice.js";

export interface ShellProps {
  readonly session: SessionAnswer;
  readonly route: Route;
  readonly site: { readonly id: string; readonly name: string };
  readonly range: Range;
  /** null: nothing is followed. */
  readonly live: LiveState | null;
  readonly onSignOut: () => void;
  readonly onShortcuts: () => void;
  readonly children: ComponentChildren;
}

/** What stands around every page: where one is, at which site, as whom. */
export function Shell(props: ShellProps): JSX.Element {
  const { session, route, site, range, live } = props;
  const online = useOnline();
  const current = railPage(route.page);
  const pages = pagesFor(session);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow screen the pages scroll sideways.
    const link = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (link) nav.current?.scrollTo({ left: link.offsetLeft - nav.current.clientWidth / 2 + link.offsetWidth / 2 });
  }, [current]);
  const kept = pages.find(({ page }) => page === current)?.page ?? pages[0]?.page ?? "overview";
  return (
    <div class="shell">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          // The address holds the route, so the jump is done by hand.
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        Skip to content
      </a>
      <header class="rail">
        <div class="rail-top">
          <Brand />
          {live === null ? null : <LiveBadge state={live} />}
        </div>
        <label class="site-picker">
          <span>Site</span>
          <select value={site.id} onChange={(event) => navigate(routeTo(kept, event.currentTarget.value, range))}>
            {session.sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name.slice(0, 60)}
              </option>
            ))}
          </select>
          <Icon name="down" size={12} />
        </label>
        <nav ref={nav} class="rail-nav" aria-label="Pages">
          {pages.map(({ page, name, icon }) => (
            <a
              key={page}
              href={formatRoute(routeTo(page, site.id, range))}
              {...(page === current ? { "aria-current": "page" } : {})}
            >
              <Icon name={icon} size={18} />
              <span>{name}</span>
            </a>
          ))}
        </nav>
        <div class="rail-person">
          <p class="rail-who">
            <b>
              <bdi>{session.person.name.slice(0, 80)}</bdi>
            </b>
            <span class="rail-clearance">
              cleared to <LevelMark level={session.clearance} />
            </span>
          </p>
          <div class="rail-buttons">
            <ThemeChoice />
            <button
              type="button"
              class="rail-button rail-keys"
              onClick={props.onShortcuts}
              aria-label="Keyboard shortcuts"
            >
              <Icon name="keys" />
              <span>Shortcuts</span>
            </button>
            <button type="button" class="rail-button" onClick={props.onSignOut}>
              <Icon name="out" />
              <span>Sign out</span>
            </button>
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {online ? null : (
          <p class="offline" role="status">
            <Icon name="warn" /> You are offline. What you see was read earlier; it moves again when the network is
            back.
          </p>
        )}
        {props.children}
      </main>
    </div>
  );
}
