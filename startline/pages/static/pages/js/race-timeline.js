// <race-timeline> around the page of one race: keeps what was typed on this device, sends it with
// the log for the answer, and puts the answer in its place. <my-races> lists what is kept.
import { readLog } from "../../recovery/js/log.js";
import { saved } from "../../core/js/save-button.js";

const KEY = "startline-my-races";
const NEVER_KEPT = new Set(["log", "zone", "go"]);

export function myRaces() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function keep(all) {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // A full or closed storage: the line is shown all the same.
  }
}

class RaceTimeline extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form[data-race]");
    this.into = this.querySelector("[data-into]");
    this.isTyped = Boolean(this.form.elements.name);
    this.turn = 0;
    this.name = this.isTyped ? decodeURIComponent(location.hash.slice(1)) : location.pathname;
    this.fill(myRaces()[this.name]?.values ?? {});
    this.withLog();
    this.form.addEventListener("submit", (event) => this.submit(event));
    const print = this.querySelector("[data-print]");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", () => window.print());
    }
    const known = this.name in myRaces();
    if (!this.form.querySelector(".field--bad") && (known || (!this.isTyped && this.hasLog))) this.ask();
  }

  fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.form.elements[name];
      if (field && !NEVER_KEPT.has(name) && !field.value) field.value = value;
    }
    const outside = this.form.querySelector("[data-outside]");
    if (outside && Object.keys(values).some((name) => name.endsWith("_on") || name === "paid")) outside.open = true;
  }

  withLog() {
    const log = readLog();
    this.hasLog = log.entries.length > 0;
    this.form.elements.log.value = this.hasLog ? JSON.stringify(log) : "";
    this.form.elements.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
    this.form.querySelector("[data-stage]").hidden = this.hasLog;
    this.form.querySelector("[data-log-used]").hidden = !this.hasLog;
  }

  submit(event) {
    this.withLog();
    this.remember();
    if (event.submitter?.value === "calendar" || this.isTyped) return;
    event.preventDefault();
    this.ask().then((isShown) => {
      if (isShown) this.into.scrollIntoView({ block: "start" });
    });
  }

  remember() {
    const values = {};
    for (const [name, value] of new FormData(this.form)) if (value && !NEVER_KEPT.has(name)) values[name] = value;
    const title = this.isTyped ? values.name : this.dataset.title;
    const on = this.isTyped ? values.on : this.dataset.on;
    if (!title || !on || this.dataset.held !== undefined) return;
    const key = this.isTyped ? `${title} ${on}` : this.name;
    const href = this.isTyped ? `${location.pathname}#${encodeURIComponent(key)}` : this.name;
    keep({ ...myRaces(), [key]: { title, on, href, values } });
    if (this.isTyped) this.form.action = href;
  }

  // Sent without cookies: the site is not told who asks. A refusal is shown whole, by the page.
  async ask() {
    const turn = (this.turn += 1);
    this.into.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        credentials: "omit",
        cache: "no-store",
        headers: { "HX-Request": "true", "Accept-Language": document.documentElement.lang },
      });
      const text = await response.text();
      if (turn !== this.turn) return false;
      if (response.status === 422 && !text.includes("data-fault")) this.form.submit();
      else this.into.innerHTML = text;
    } catch {
      this.form.submit();
    }
    this.into.removeAttribute("aria-busy");
    return true;
  }
}

class MyRaces extends HTMLElement {
  connectedCallback() {
    const kept = Object.values(myRaces());
    const known = new Set(kept.map((one) => one.title));
    const liked = Object.values(saved())
      .filter((one) => one.on && !known.has(one.title))
      .map((one) => ({ ...one, href: `${this.dataset.choose}?q=${encodeURIComponent(one.title)}` }));
    const all = [...kept, ...liked].sort((one, other) => (one.on < other.on ? -1 : 1));
    const list = this.querySelector("[data-list]");
    for (const { title, href, on } of all) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = href;
      link.textContent = title;
      const day = document.createElement("span");
      day.className = "meta";
      day.textContent = ` ${new Date(`${on}T12:00`).toLocaleDateString(document.documentElement.lang, { weekday: "short", day: "numeric", month: "short", year: "numeric" })}`;
      item.append(link, day);
      list.append(item);
    }
    this.hidden = all.length === 0;
  }
}

customElements.define("race-timeline", RaceTimeline);
customElements.define("my-races", MyRaces);
