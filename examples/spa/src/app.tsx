import { useWayseal } from "@wayseal/browser/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, NavLink, Route, Routes, useLocation } from "react-router";
import { type CustomerState, CustomerContext } from "./customer.js";
import { AccountPage } from "./pages/account-page.jsx";
import { BookingPage } from "./pages/booking-page.jsx";
import { MissingPage } from "./pages/missing-page.jsx";
import { WorkshopsPage } from "./pages/workshops-page.jsx";

export function App() {
  const wayseal = useWayseal();
  const [customer, setCustomer] = useState<string | null>(null);
  const state = useMemo<CustomerState>(
    () => ({
      customer,
      signIn: (id) => {
        setCustomer(id);
        wayseal.identify(id);
      },
      signOut: () => {
        setCustomer(null);
        // The next person at this screen is somebody else.
        wayseal.reset();
      },
    }),
    [customer, wayseal],
  );
  return (
    <CustomerContext.Provider value={state}>
      <header>
        <Link to="/" className="brand">
          Fernwood <em>Workshops</em>
        </Link>
        <nav aria-label="Main">
          <NavLink to="/" end>
            Workshops
          </NavLink>
          <NavLink to="/account">{customer === null ? "Sign in" : "Account"}</NavLink>
        </nav>
      </header>
      <Main />
    </CustomerContext.Provider>
  );
}

/** Moves the focus to the new page, as a load would, so that a screen reader reads it. */
function Main() {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    main.current?.focus();
  }, [pathname]);
  return (
    <main ref={main} tabIndex={-1}>
      <Routes>
        <Route index element={<WorkshopsPage />} />
        <Route path="book/:id" element={<BookingPage />} />
        <Route path="account" element={<AccountPage />} />
        <Route path="*" element={<MissingPage />} />
      </Routes>
    </main>
  );
}
