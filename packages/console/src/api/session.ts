import type { SessionAnswer, SetPassword, SignIn } from "@wayseal/collector/api";
import { request } from "./request.js";

/** Who is signed in, and the ways in and out. */
export const session = {
  read: (signal?: AbortSignal) => request<SessionAnswer>("session", signal === undefined ? {} : { signal }),
  signIn: (body: SignIn) => request<SessionAnswer>("session", { method: "POST", body }),
  setPassword: (body: SetPassword) => request<SessionAnswer>("session/password", { method: "POST", body }),
  signOut: () => request<void>("session", { method: "DELETE" }),
};
