// <keep-screen data-yes data-unsure data-asked data-next>: writes the answers to the danger signs
// into the log of this device when the reader asks for it, then goes on to the log.
import { addLine } from "./log.js";

const words = (text) => text.split(",").filter(Boolean);

class KeepScreen extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.querySelector("button").addEventListener("click", () => this.keep());
  }

  keep() {
    const { yes, unsure, asked, next } = this.dataset;
    addLine({ type: "screen", asked, yes: words(yes), unsure: words(unsure) });
    location.assign(next);
  }
}

customElements.define("keep-screen", KeepScreen);
