// The shop works without this file. It tells Wayseal what the visitor chose, and spares a page load for the answer.
"use strict";

window.wayseal =
  window.wayseal ||
  function () {
    (window.wayseal.q = window.wayseal.q || []).push(arguments);
  };

const banner = document.getElementById("consent");

function say(granted) {
  window.wayseal("consent", { analytics: granted });
}

if (/(^|; )consent=yes(;|$)/.test(document.cookie)) say(true);

banner?.addEventListener("submit", (event) => {
  event.preventDefault();
  const answer = event.submitter?.value === "yes" ? "yes" : "no";
  document.cookie = `consent=${answer}; path=/; max-age=31536000; samesite=lax`;
  banner.remove();
  say(answer === "yes");
});

// The card number in groups of four, as it stands on the card; the caret stays where it was.
document.getElementById("card-number")?.addEventListener("input", ({ target }) => {
  if (target.selectionStart !== target.value.length) return;
  const grouped = target.value
    .replace(/\D/g, "")
    .slice(0, 19)
    .replace(/(.{4})(?=.)/g, "$1 ");
  if (grouped !== target.value) target.value = grouped;
});
