// <kept-log data-keep data-file data-next>: takes the log of this device into the account, or back,
// each time on a tap.
import { isDamaged, isLog, joined, readLog, replaceLog } from "./log.js";

class KeptLog extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-buttons]").hidden = false;
    this.addEventListener("click", (event) => {
      const deed = event.target.closest("[data-do]")?.dataset.do;
      if (deed) this[deed]().catch(() => this.say("failed"));
    });
  }

  say(key) {
    this.querySelector("[data-into]").replaceChildren(this.querySelector(`[data-say="${key}"]`).content.cloneNode(true));
  }

  async keep() {
    const log = readLog();
    if (isDamaged() || log.entries.length === 0) return this.say("empty");
    const token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(this.dataset.keep, { method: "POST", body: JSON.stringify(log), cache: "no-store", headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
    if (answer.status === 422) this.querySelector("[data-into]").innerHTML = await answer.text();
    else if (answer.status === 204) location.reload();
    else this.say("failed");
    return undefined;
  }

  async bring() {
    const answer = await fetch(this.dataset.file, { cache: "no-store" });
    const copy = await answer.json();
    if (!answer.ok || !isLog(copy)) return this.say("failed");
    replaceLog(joined(copy));
    return location.assign(this.dataset.next);
  }
}

customElements.define("kept-log", KeptLog);
