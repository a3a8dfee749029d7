import { createContext } from "react";

/** Who is signed in: the id by which the app's own server knows them, never an e-mail address. */
export interface CustomerState {
  readonly customer: string | null;
  readonly signIn: (customer: string) => void;
  readonly signOut: () => void;
}

export const CustomerContext = createContext<CustomerState>({
  customer: null,
  signIn: () => undefined,
  signOut: () => undefined,
});
