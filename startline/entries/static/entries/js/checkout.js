// The checkout: the time left counts down, questions that hang on others hide, a form is sent once.

class HoldClock extends HTMLElement {
  connectedCallback() {
    this.until = Date.parse(this.getAttribute("until"));
    this.number = this.querySelector("b");
    this.timer = setInterval(() => this.tick(), 5000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tick() {
    const minutes = Math.max(0, Math.ceil((this.until - Date.now()) / 60000));
    if (minutes) {
      this.number.textContent = minutes;
      return;
    }
    clearInterval(this.timer);
    this.setAttribute("role", "status");
    this.textContent = this.getAttribute("last");
  }
}

customElements.define("hold-clock", HoldClock);

const answersOf = (form, name) =>
  [...form.elements]
    .filter((e) => e.name === name && (e.type !== "checkbox" || e.checked))
    .map((e) => e.value);

function showQuestions(form) {
  for (const element of form.querySelectorAll("[data-shown-if]")) {
    const part = element.name.split("-")[0];
    const answers = answersOf(form, `${part}-q_${element.dataset.shownIf}`);
    const field = element.closest(".field, fieldset");
    field.hidden = !answers.includes(element.dataset.shownValue);
  }
}

for (const form of document.querySelectorAll("form")) {
  if (form.querySelector("[data-shown-if]")) {
    form.addEventListener("change", () => showQuestions(form));
    showQuestions(form);
  }
}
