import { Link } from "react-router";
import { WORKSHOPS } from "../workshops.js";

export function WorkshopsPage() {
  return (
    <>
      <title>Fernwood Workshops</title>
      <h1>Two hours, one table, a lot of tea</h1>
      <ul className="cards">
        {WORKSHOPS.map(({ id, title, about, day, price }) => (
          <li key={id}>
            <h2>{title}</h2>
            <p>{about}</p>
            <p className="facts">
              {day} · €{price}
            </p>
            <Link to={`/book/${id}`} className="button">
              Book {title}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
