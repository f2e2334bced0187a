// Shows each screen of the danger signs in the place of the one before, so that the browser's Back
// leads to it and asks nobody to send a form again. Screens and marks are kept in memory only: no
// address and no entry of the history holds an answer. Without this, plain forms do the same.
const shown = [];

const current = () => ({
  title: document.title,
  main: document.querySelector("main"),
  foot: document.querySelector("main ~ footer"),
});

const signs = (main) => main.querySelector("form.signs");

function draw({ title, main, foot }) {
  document.querySelector("main ~ footer")?.remove();
  document.querySelector("main").replaceWith(main);
  if (foot) main.after(foot);
  document.title = title;
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

// Whatever was marked on a later screen goes along to the earlier one, hidden: no mark is lost.
function carry(from, to) {
  if (!from || !to) return;
  for (const [name, value] of new FormData(from)) {
    if (name !== "yes" && name !== "unsure") continue;
    if (to.querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`)) continue;
    const kept = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    to.prepend(kept);
  }
}

// While an answer is under way no button takes another: a second one would come back late and draw
// over marks made in between.
const hold = (main, is_held) => {
  for (const button of main.querySelectorAll("form button")) button.disabled = is_held;
};

async function send(form, body) {
  const from = current().main;
  hold(from, true);
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = {
    title: page.title,
    main: page.querySelector("main"),
    foot: page.querySelector("main ~ footer"),
  };
  hold(from, false);
  shown.push(next);
  history.pushState({ screen: shown.length - 1 }, "");
  draw(next);
}

// What the network did not take goes as a plain form, with the button that was pressed.
function plainly(form, button) {
  const pressed = { type: "hidden", name: button?.name, value: button?.value };
  if (button?.name) form.append(Object.assign(document.createElement("input"), pressed));
  HTMLFormElement.prototype.submit.call(form);
}

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.closest("main") || form.action !== location.href.split("#")[0]) return;
  event.preventDefault();
  if (submitter?.value === "back" && shown.length > 1) history.back();
  else send(form, new FormData(form, submitter)).catch(() => plainly(form, submitter));
});

// The second half of a double tap would answer the next screen unread.
addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest("form.signs button")) event.preventDefault();
});

addEventListener("popstate", ({ state }) => {
  const to = state?.screen;
  if (!shown[to]) return location.reload(); // after a reload, or Forward: asked from the start
  carry(signs(document.querySelector("main")), signs(shown[to].main));
  shown.length = to + 1;
  draw(shown[to]);
});

shown.push(current());
history.replaceState({ screen: 0 }, "");
