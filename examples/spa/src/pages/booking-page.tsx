import { useWayseal } from "@wayseal/browser/react";
import { type SubmitEvent, useState } from "react";
import { Link, useParams } from "react-router";
import { WORKSHOPS } from "../workshops.js";
import { MissingPage } from "./missing-page.jsx";

export function BookingPage() {
  const { id } = useParams();
  const wayseal = useWayseal();
  const [seats, setSeats] = useState<number | null>(null);
  const workshop = WORKSHOPS.find((known) => known.id === id);
  if (!workshop) return <MissingPage />;

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const wanted = Number(new FormData(event.currentTarget).get("seats"));
    wayseal.track("Booked", { workshop: workshop.id, seats: wanted, price: workshop.price * wanted });
    setSeats(wanted);
  };

  if (seats !== null) {
    return (
      <>
        <title>Booked · Fernwood Workshops</title>
        <div role="status">
          <h1>See you on {workshop.day}</h1>
          <p>
            {seats === 1 ? "One seat" : `${seats} seats`} for {workshop.title}.
          </p>
        </div>
        <p>
          <Link to="/">Back to the workshops</Link>
        </p>
      </>
    );
  }
  return (
    <>
      <title>{`Book ${workshop.title} · Fernwood Workshops`}</title>
      <h1>Book {workshop.title}</h1>
      <form id="booking" onSubmit={submit}>
        <label>
          Your name
          <input name="name" autoComplete="name" required />
        </label>
        <label>
          E-mail
          <input name="email" type="email" autoComplete="email" required />
        </label>
        <label>
          Seats
          <input name="seats" type="number" min={1} max={8} defaultValue={1} required />
        </label>
        <label>
          Country
          <select name="country" autoComplete="country" defaultValue="">
            <option value="">Rather not say</option>
            <option value="AT">Austria</option>
            <option value="DE">Germany</option>
            <option value="PT">Portugal</option>
          </select>
        </label>
        <label>
          Anything that we should know
          <textarea name="note" rows={3} />
        </label>
        <button>Book</button>
      </form>
    </>
  );
}
