// <physio-plan data-next>: shows the numbers that stand after the # and keeps them in the log.
import { addLine } from "./log.js";
import { read } from "./physio-link.js";

class PhysioPlan extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-take]").addEventListener("click", () => this.take());
    this.querySelector("[data-print]").addEventListener("click", () => print());
    addEventListener("hashchange", () => this.show());
    this.show();
  }

  show() {
    const word = location.hash.startsWith("#plan=") ? location.hash.slice(6) : "";
    this.plan = word ? read(word) : null;
    this.querySelector("[data-none]").hidden = Boolean(word);
    this.querySelector("[data-edited]").hidden = !word || Boolean(this.plan);
    this.querySelector("[data-plan]").hidden = !this.plan;
    if (this.plan) this.fill(this.plan);
  }

  fill({ cap, review, doses }) {
    const day = review && new Date(`${review}T12:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    for (const [name, value] of [["cap", cap], ["review", day]]) {
      const line = this.querySelector(`[data-${name}]`);
      line.hidden = value === null;
      line.querySelector("[data-value]").textContent = value ?? "";
    }
    const names = this.querySelector("[data-names]").content;
    this.querySelector("[data-doses]").replaceChildren(
      ...doses.map((dose) => {
        const [id, amounts] = dose.split(" ");
        const name = names.querySelector(`[data-id="${id}"]`);
        const line = document.createElement("li");
        line.textContent = `${name.textContent}: ${amounts.replace("x", " × ")} ${name.dataset.unit}`.trim();
        return line;
      }),
    );
  }

  take() {
    const { cap, review, doses } = this.plan;
    const line = { type: "physio", doses };
    if (cap !== null) line.run_cap_min = cap;
    if (review !== null) line.review_on = review;
    addLine(line);
    location.assign(this.dataset.next);
  }
}

customElements.define("physio-plan", PhysioPlan);
