// The card step: Stripe's Payment Element inside our form. Words come from the page.
class CardStep extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.form.querySelector("button");
    this.problem = this.querySelector("[data-problem]");
    if (!window.Stripe) {
      this.say(this.dataset.noScript);
      return;
    }
    const account = this.dataset.account;
    this.stripe = window.Stripe(this.dataset.key, account ? { stripeAccount: account } : {});
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const chosen = document.documentElement.dataset.theme;
    this.elements = this.stripe.elements({
      clientSecret: this.dataset.secret,
      appearance: { theme: (chosen ? chosen === "dark" : dark) ? "night" : "stripe" },
    });
    const element = this.elements.create("payment");
    element.on("ready", () => { this.button.disabled = false; });
    element.mount(this.querySelector("[data-element]"));
    this.form.addEventListener("submit", (event) => this.pay(event));
  }

  async pay(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    this.button.disabled = true;
    this.say("");
    const wrong = await this.elements.submit();
    const { error } = wrong.error ? wrong : await this.stripe.confirmPayment({
      elements: this.elements,
      confirmParams: { return_url: this.dataset.back },
    });
    if (error) {
      this.say(error.message || this.dataset.failed);
      this.button.disabled = false;
    }
  }

  say(words) {
    this.problem.hidden = !words;
    this.problem.querySelector("p").textContent = words;
  }
}

customElements.define("card-step", CardStep);
