import type { Consent } from "@wayseal/protocol";
import { inject, type InjectionKey, type MaybeRefOrGetter, type Plugin, toValue, watch } from "vue";
import type { Client } from "../client.js";
import { lateClient } from "../late/late-client.js";
import type { Options } from "../options.js";

const CLIENT: InjectionKey<Client> = Symbol("wayseal");
/** Stands in where the plugin is not installed, as in a test of one component. It never starts. */
const NOWHERE = lateClient().client;

/**
 * Makes the Vue plugin: `app.use(createWayseal({ site: "shop", … }))`. It starts the SDK with the app, and stops it when the
 * app is unmounted; on the server it does nothing. Vue Router's changes need no code: the SDK sees the address change.
 */
export function createWayseal(options: Options): Plugin {
  return {
    install(app) {
      const late = lateClient();
      app.provide(CLIENT, late.client);
      late.start(options);
      app.onUnmount(late.stop);
    },
  };
}

/** @returns The app's client. */
export function useWayseal(): Client {
  return inject(CLIENT, NOWHERE);
}

/**
 * Hands on what the visitor chose, and each change of it.
 *
 * @param choice A ref, a getter or a value; null or undefined as long as nothing was chosen here: then what they chose
 *   before holds.
 */
export function useConsent(choice: MaybeRefOrGetter<Consent | null | undefined>): void {
  const client = useWayseal();
  watch(
    () => toValue(choice),
    (chosen) => {
      if (chosen) client.consent(chosen);
    },
    { immediate: true },
  );
}

/**
 * Reports a view whenever `place` changes, for places that the address does not show: a memory history, tabs, steps of a
 * dialogue. Not for routers that change the address, whose views the SDK reports by itself.
 */
export function usePageView(place: MaybeRefOrGetter<string>): void {
  const client = useWayseal();
  watch(
    () => toValue(place),
    () => client.page(),
    // After the new view is in the page, with its title.
    { flush: "post" },
  );
}
