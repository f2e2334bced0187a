// <keep-screen data-yes data-unsure data-asked>: writes the answers to the danger signs into the
// log of this device when the reader asks for it, and says so. The reader stays where they are.
import { addLine } from "./log.js";

const words = (text) => text.split(",").filter(Boolean);

class KeepScreen extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.querySelector("button").addEventListener("click", () => this.keep());
  }

  keep() {
    const { yes, unsure, asked } = this.dataset;
    addLine({ type: "screen", asked, yes: words(yes), unsure: words(unsure) });
    const kept = this.querySelector("[data-kept]");
    this.querySelector("[data-offer]").remove();
    kept.hidden = false;
    kept.focus();
  }
}

customElements.define("keep-screen", KeepScreen);
