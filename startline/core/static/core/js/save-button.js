// Keeps races on this device; <save-button data-key="…" data-title="…" data-href="…"> around a
// hidden button with two words: data-on and data-off.
export const STORE = "startline.saved";
export const GONE = "startline.saved.gone"; // let go here, perhaps still kept in the account

export function saved() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

function gone() {
  try {
    return JSON.parse(localStorage.getItem(GONE)) ?? [];
  } catch {
    return [];
  }
}

class SaveButton extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.toggle());
    this.show();
  }

  toggle() {
    const all = saved();
    const { key, title, href, on } = this.dataset;
    if (all[key]) {
      delete all[key];
      localStorage.setItem(GONE, JSON.stringify([...gone(), key]));
    } else all[key] = { title, href, on };
    localStorage.setItem(STORE, JSON.stringify(all));
    this.show();
    this.dispatchEvent(new CustomEvent("saved-changed", { bubbles: true, detail: { key, saved: Boolean(all[key]) } }));
  }

  show() {
    const isSaved = this.dataset.key in saved();
    this.button.setAttribute("aria-pressed", String(isSaved));
    this.button.textContent = isSaved ? this.button.dataset.on : this.button.dataset.off;
  }
}

customElements.define("save-button", SaveButton);
