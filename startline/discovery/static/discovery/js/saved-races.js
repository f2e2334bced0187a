// Shows the races kept on this device. <saved-races data-src="/races/cards/"> asks the site for
// their rows as they are now; if it cannot, it lists what the device remembers.
const STORE = "startline.saved";
const NUMBER = /^\d+$/;

function saved() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

class SavedRaces extends HTMLElement {
  connectedCallback() {
    this.note = this.querySelector("[role=status]");
    this.load();
  }

  async load() {
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
