// <physio-form data-page data-code>: makes the link and its code from what was ticked.
import { written } from "./physio-link.js";

class PhysioForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => this.make(event));
    this.addEventListener("input", (event) => this.tick(event));
    this.querySelector("[data-copy]").addEventListener("click", (event) => this.copy(event.currentTarget));
    this.querySelector("[data-print]").addEventListener("click", () => print());
  }

  // Who changes a dose means the exercise.
  tick(event) {
    const line = event.target.closest("[data-exercise]");
    if (line && event.target.type === "number") line.querySelector("[type=checkbox]").checked = true;
  }

  plan() {
    const { cap, review } = this.form.elements;
    const doses = Array.from(this.querySelectorAll("[data-exercise]:has([type=checkbox]:checked)"), (line) => {
      const number = (name) => line.querySelector(`[data-${name}]`).value;
      return `${line.dataset.exercise} ${number("sets")}x${number("amount")}`;
    });
    return { cap: cap.value === "" ? null : Number(cap.value), review: review.value || null, doses };
  }

  async make(event) {
    event.preventDefault();
    const plan = this.plan();
    const isEmpty = plan.cap === null && plan.doses.length === 0;
    this.querySelector("[data-nothing]").hidden = !isEmpty;
    if (isEmpty) return;
    const link = `${this.dataset.page}#plan=${written(plan)}`;
    this.querySelector("#link").value = link;
    this.querySelector("[data-made]").hidden = false;
    this.querySelector("#made").focus();
    await this.draw(link);
  }

  async draw(link) {
    const place = this.querySelector("[data-code-here]");
    place.replaceChildren();
    const body = JSON.stringify({ text: link });
    const answer = await fetch(this.dataset.code, { method: "POST", body, credentials: "omit", cache: "no-store", headers: { "Content-Type": "application/json" } });
    if (answer.ok) place.innerHTML = await answer.text();
  }

  async copy(button) {
    await navigator.clipboard.writeText(this.querySelector("#link").value);
    button.textContent = button.dataset.done;
  }
}

customElements.define("physio-form", PhysioForm);
