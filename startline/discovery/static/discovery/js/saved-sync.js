// Moves the races kept on this device into the account of whoever is signed in, and lets go there
// what was let go here. <saved-sync><form action="/you/saved/" hidden>…token…</form></saved-sync>
import { GONE, STORE, saved } from "../../core/js/save-button.js";

const NUMBER = /^\d+$/;

async function post(form, ids, isOff) {
  const to = `${form.action}?ids=${ids.join(",")}${isOff ? "&off=1" : ""}`;
  const answer = await fetch(to, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).saved.map(String);
}

// The numbers of all races in the account afterwards.
export async function synced(form) {
  const gone = JSON.parse(localStorage.getItem(GONE) ?? "[]").filter((key) => NUMBER.test(key));
  if (gone.length) await post(form, gone, true);
  localStorage.removeItem(GONE);
  const kept = saved();
  const numbers = await post(form, Object.keys(kept).filter((key) => NUMBER.test(key)), false);
  for (const key of numbers) kept[key] ??= {};
  localStorage.setItem(STORE, JSON.stringify(kept));
  return numbers;
}

class SavedSync extends HTMLElement {
  connectedCallback() {
    synced(this.querySelector("form")).catch(() => {}); // the next page tries again
  }
}

customElements.define("saved-sync", SavedSync);
