"use client";

import { useWayseal } from "@wayseal/browser/next";
import { type FormEvent, useState } from "react";

export function BookingForm({ kiln }: { readonly kiln: string }) {
  const wayseal = useWayseal();
  const [who, setWho] = useState("");
  const [booked, setBooked] = useState(false);
  const book = (event: FormEvent) => {
    event.preventDefault();
    setBooked(true);
    wayseal.track("Booked", { kiln });
  };
  return (
    <form id="book" onSubmit={book}>
      <label>
        Name <input name="who" autoComplete="name" value={who} onChange={(event) => setWho(event.target.value)} />
      </label>
      <label>
        City <input name="city" autoComplete="address-level2" />
      </label>
      <button>Book</button>
      {booked && <p role="status">See you, {who}</p>}
    </form>
  );
}
