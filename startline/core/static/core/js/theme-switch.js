// Changes colours at once; without this, the form does the same with a page load.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button || !button.value) return;
      event.preventDefault();
      const form = event.target;
      const root = document.documentElement;
      if (button.value === "system") delete root.dataset.theme;
      else root.dataset.theme = button.value;
      for (const other of form.querySelectorAll("button")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" });
      document.dispatchEvent(new CustomEvent("theme-changed"));
    });
  }
}

customElements.define("theme-switch", ThemeSwitch);
