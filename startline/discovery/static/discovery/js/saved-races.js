// Shows the races kept on this device. <saved-races data-src="/races/cards/"> asks the site for
// their rows as they are now; if it cannot, it lists what the device remembers. A form inside (for
// whoever is signed in) first brings device and account together.
import { saved } from "../../core/js/save-button.js";
import { synced } from "./saved-sync.js";

const NUMBER = /^\d+$/;

class SavedRaces extends HTMLElement {
  connectedCallback() {
    this.note = this.querySelector("[role=status]");
    this.load();
  }

  async load() {
    const form = this.querySelector("form");
    if (form) await synced(form).catch(() => {});
    const kept = saved();
    const ids = Object.keys(kept).filter((key) => NUMBER.test(key));
    if (!Object.keys(kept).length) {
      this.note.textContent = this.note.dataset.none;
      return;
    }
    this.note.textContent = "";
    try {
      const answer = await fetch(`${this.dataset.src}?ids=${ids.join(",")}`);
      if (!answer.ok) throw new Error(answer.status);
      this.insertAdjacentHTML("beforeend", await answer.text());
      this.list(Object.fromEntries(Object.entries(kept).filter(([key]) => !NUMBER.test(key))));
      window.htmx?.process(this);
      document.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: this } }));
    } catch {
      this.note.textContent = this.note.dataset.failed;
      this.list(kept);
    }
  }

  list(kept) {
    const list = document.createElement("ul");
    for (const { title, href, on } of Object.values(kept)) {
      if (!title) continue;
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.textContent = on ? `${on} ${title}` : title;
      if (href?.startsWith("/")) link.href = href;
      item.append(link);
      list.append(item);
    }
    this.append(list);
  }
}

customElements.define("saved-races", SavedRaces);
