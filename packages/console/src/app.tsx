import type { SessionAnswer } from "@wayseal/collector/api";
import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { RequestError } from "./api/request.js";
import { session as api } from "./api/session.js";
import { SignInPage } from "./pages/sign-in-page.js";
import { WelcomePage } from "./pages/welcome-page.js";
import { Failure } from "./parts/failure.js";
import { GateFrame } from "./people/gate-frame.js";
import { navigate } from "./route/navigate.js";
import { useRoute } from "./route/use-route.js";
import { Desk } from "./shell/desk.js";
import { SignedOutContext } from "./state/signed-out-context.js";

type Who =
  | { readonly state: "asking" }
  | { readonly state: "unknown"; readonly error: RequestError }
  | { readonly state: "out"; readonly note?: string }
  | { readonly state: "in"; readonly session: SessionAnswer };

/**
 * The whole console.
 *
 * @param props.secret Of a one-time link, taken out of the address before anything was drawn.
 */
export function App({ secret }: { readonly secret: string | null }): JSX.Element {
  const route = useRoute();
  const [who, setWho] = useState<Who>({ state: "asking" });

  const ask = useCallback(async () => {
    setWho({ state: "asking" });
    try {
      setWho({ state: "in", session: await api.read() });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setWho(error.fault === "signed-out" ? { state: "out" } : { state: "unknown", error });
    }
  }, []);
  useEffect(() => void ask(), [ask]);

  const enter = useCallback((session: SessionAnswer) => setWho({ state: "in", session }), []);
  const ended = useCallback(
    () =>
      setWho((who) =>
        who.state === "in" ? { state: "out", note: "Your session has ended. Sign in to go on where you were." } : who,
      ),
    [],
  );
  const signOut = useCallback(async () => {
    try {
      await api.signOut();
      setWho({ state: "out", note: "You are signed out." });
    } catch (error) {
      // Signed out already is as good; anything else must not look like it.
      const fault = error instanceof RequestError ? error : new RequestError("failed", "You may still be signed in.");
      setWho(fault.fault === "signed-out" ? { state: "out" } : { state: "unknown", error: fault });
    }
  }, []);

  const signedIn = who.state === "in";
  useEffect(() => {
    if (signedIn && (route.page === "sign-in" || route.page === "unknown"))
      navigate({ page: "overview" }, { replace: true });
  }, [signedIn, route.page]);

  if (route.page === "welcome") return <WelcomePage secret={secret} onSession={enter} />;
  switch (who.state) {
    case "asking":
      return (
        <div class="gate" role="status">
          <span class="sr-only">Loading…</span>
        </div>
      );
    case "unknown":
      return (
        <GateFrame title="Not reachable">
          <Failure error={who.error} onRetry={() => void ask()} />
        </GateFrame>
      );
    case "out":
      return <SignInPage {...(who.note === undefined ? {} : { note: who.note })} onSession={enter} />;
    case "in":
      return (
        <SignedOutContext.Provider value={ended}>
          <Desk session={who.session} route={route} onSignOut={() => void signOut()} />
        </SignedOutContext.Provider>
      );
  }
}
