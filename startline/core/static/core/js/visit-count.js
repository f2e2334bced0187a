// Counts a view, a save and a click to entry: <visit-count data-href="/races/…/count/">. Sends a
// word and nothing else, after the page has loaded; the site adds one to that day's number.
class VisitCount extends HTMLElement {
  connectedCallback() {
    const tell = (word) => navigator.sendBeacon(`${this.dataset.href}${word}/`);
    if (document.readyState === "complete") tell("view");
    else addEventListener("load", () => tell("view"), { once: true });
    document.addEventListener("saved-changed", (event) => event.detail.saved && tell("save"));
    document.addEventListener("submit", (event) => event.target.matches("form[action*='/enter/']") && tell("click"));
    document.addEventListener("click", (event) => event.target.closest?.("a[data-enter]") && tell("click"));
  }
}

customElements.define("visit-count", VisitCount);
