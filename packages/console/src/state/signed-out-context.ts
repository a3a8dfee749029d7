import { createContext } from "preact";

/** Called when an answer says that the session has ended. */
export const SignedOutContext = createContext<() => void>(() => undefined);
