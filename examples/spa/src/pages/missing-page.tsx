import { Link } from "react-router";

export function MissingPage() {
  return (
    <>
      <title>Not found · Fernwood Workshops</title>
      <h1>There is no such page</h1>
      <p>
        <Link to="/">See the workshops</Link>
      </p>
    </>
  );
}
