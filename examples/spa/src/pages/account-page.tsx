import { type SubmitEvent, useContext } from "react";
import { CustomerContext } from "../customer.js";

export function AccountPage() {
  const { customer, signIn, signOut } = useContext(CustomerContext);
  if (customer !== null) {
    return (
      <>
        <title>Account · Fernwood Workshops</title>
        <h1>Hello, {customer}</h1>
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      </>
    );
  }
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // Where a server checks the password it answers with the customer's id. This app has no server, so it makes one up.
    signIn("customer-42");
  };
  return (
    <>
      <title>Sign in · Fernwood Workshops</title>
      <h1>Sign in</h1>
      <form id="sign-in" onSubmit={submit}>
        <label>
          E-mail
          <input name="email" type="email" autoComplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button>Sign in</button>
      </form>
    </>
  );
}
