// <print-page>: its button prints the page; without this script it stays hidden.
class PrintPage extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.querySelector("button").addEventListener("click", () => print());
  }
}

customElements.define("print-page", PrintPage);
