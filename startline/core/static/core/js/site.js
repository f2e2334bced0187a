// Loads the part behind each custom element the page really has, also in what htmx brings later.
const parts = {
  "theme-switch": () => import("./theme-switch.js"),
  "save-button": () => import("./save-button.js"),
  "share-button": () => import("./share-button.js"),
  "near-me": () => import("./near-me.js"),
  "race-map": () => import("./race-map.js"),
  "visit-count": () => import("./visit-count.js"),
};

function wake(root) {
  for (const [tag, load] of Object.entries(parts)) {
    if (!customElements.get(tag) && root.querySelector(tag)) load();
  }
}

// A form that takes or spends something is sent once a page, however often its button is clicked.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-once")) return;
  if (form.hasAttribute("data-sent")) event.preventDefault();
  form.toggleAttribute("data-sent", true);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) form.removeAttribute("data-sent");
});

wake(document);
document.addEventListener("htmx:load", () => wake(document));

// A definition that stands open is shut with Escape, and opens again at the next visit of its word.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const word of document.querySelectorAll(".defined")) word.classList.add("is-shut");
});
for (const leaving of ["focusout", "pointerout"]) {
  document.addEventListener(leaving, (event) => event.target.closest?.(".defined")?.classList.remove("is-shut"));
}
