/** Fields of the page by name, and what is typed into each; "" is pressed only. */
export const FIELDS: readonly (readonly [name: string, typed: string])[] = [
  ["email", "anna.kanarek@example.org"],
  ["name", "Anna Kanarek"],
  ["phone", "+43 660 1234567"],
  ["street", "Lange Gasse 17"],
  ["zip", "1080"],
  ["city", "Vienna"],
  ["cardnumber", "4242 4242 4242 4242"],
  ["expiry", "12/29"],
  ["cvc", "123"],
  ["voucher", "SPRING"],
  ["note", "Please ring twice"],
  ["terms", ""],
];

const field = (name: string): string =>
  name === "note"
    ? `<label>${name} <textarea name="${name}"></textarea></label>`
    : `<label>${name} <input name="${name}" type="${name === "terms" ? "checkbox" : "text"}"></label>`;

/**
 * A checkout as shops have it: a form with a script of its own that checks and formats as people type, and notes how long
 * each input took from its time stamp until all listeners had run.
 */
export const CHECKOUT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Checkout</title>
<style>label{display:block;margin:12px}main{height:1800px}</style>
<script>
  window.delays = [];
  for (const type of ["pointerdown", "keydown", "input", "click"])
    addEventListener(type, (event) => delays.push(performance.now() - event.timeStamp));
</script>
</head>
<body>
<main>
<h1>Checkout</h1>
<form id="checkout">
${FIELDS.map(([name]) => field(name)).join("\n")}
<button>Pay now</button>
</form>
</main>
<script>
  const form = document.querySelector("form");
  form.addEventListener("input", ({ target }) => {
    if (target.name === "cardnumber") target.value = target.value.replace(/[^0-9 ]/g, "");
    target.classList.toggle("filled", target.value !== "");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.querySelector("h1").textContent = "Thank you";
  });
</script>
</body>
</html>`;
