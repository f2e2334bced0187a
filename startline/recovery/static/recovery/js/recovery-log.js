// <recovery-log data-answer="…" data-zone> around the page of the log: forms that write lines on
// this device, and the answer of the printed rules, asked anew after each line.
import { addLine, damagedText, eraseLog, isDamaged, isLog, joined, localInstant, readLog, replaceLog } from "./log.js";
import { lineOf, fill, show } from "./log-form.js";
import { readWatch, useFound } from "./watch-files.js";
import { packed, unpacked } from "./packed-log.js";

const MINUTE = 60_000;

export function question() {
  return JSON.stringify({ log: readLog(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
}

// Sent without cookies: the site is not told who asks.
export function ask(address, body = question()) {
  return fetch(address, {
    method: "POST",
    body,
    credentials: "omit",
    cache: "no-store",
    headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
  });
}

class RecoveryLog extends HTMLElement {
  connectedCallback() {
    this.answer = this.querySelector("[data-into]");
    this.after = this.querySelector("[data-after]");
    this.note = this.querySelector("[data-note]");
    this.turn = 0;
    this.addEventListener("submit", (event) => this.keep(event));
    this.addEventListener("click", (event) => this.act(event));
    this.addEventListener("change", (event) => this.changed(event));
    addEventListener("recovery-log", () => this.refresh());
    addEventListener("online", () => this.refresh());
    this.take();
    this.refresh();
    for (const [moment, isOpen] of [["beforeprint", true], ["afterprint", false]]) {
      addEventListener(moment, () => this.querySelectorAll("[data-prints]").forEach((fold) => fold.toggleAttribute("open", isOpen)));
    }
    navigator.serviceWorker?.register(this.dataset.worker).catch(() => {});
  }

  say(key) {
    const words = this.querySelector(`template[data-say="${key}"]`);
    this.note.replaceChildren(words ? words.content.cloneNode(true) : "");
  }

  async refresh() {
    const turn = (this.turn += 1);
    const { entries } = readLog();
    this.toggleAttribute("data-empty", entries.length === 0);
    if (isDamaged()) return this.lay("damaged");
    this.answer.setAttribute("aria-busy", "true");
    try {
      const response = await ask(this.dataset.answer);
      const text = await response.text();
      if (turn !== this.turn) return undefined;
      if (response.status === 429) return this.lay("too-often");
      if (!response.ok && response.status !== 422) return this.lay("no-network");
      this.answer.innerHTML = text;
      this.after.replaceChildren(...this.answer.querySelectorAll("[data-later]"));
      this.answer.removeAttribute("aria-busy");
      this.offerCopy();
    } catch {
      if (turn === this.turn) this.lay("no-network");
    }
    return undefined;
  }

  // An old answer never stays beside a new line.
  lay(key) {
    this.answer.replaceChildren(this.querySelector(`template[data-say="${key}"]`).content.cloneNode(true));
    this.after.replaceChildren();
    this.answer.removeAttribute("aria-busy");
  }

  offerCopy() {
    const weekly = readLog().entries.at(-1)?.type === "review";
    this.querySelector("[data-copy-now]")?.toggleAttribute("hidden", !weekly);
  }

  act(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { open, confirm, light, takeout, correct, act } = button.dataset;
    if (open) this.open(open, button);
    if (confirm) this.write({ type: "confirmed", run: confirm, light });
    if (takeout) this.write({ type: "withdrawn", corrects: takeout });
    if (correct) this.correct(correct, button);
    if (button.dataset.use) useFound(button);
    if (act) this.deeds[act]?.call(this, button);
  }

  open(kind, button) {
    for (const form of this.querySelectorAll("form[data-line]")) form.hidden = form.dataset.line !== kind;
    const form = this.querySelector(`form[data-line="${kind}"]`);
    form.reset();
    delete form.dataset.corrects;
    show(form);
    this.opener = button;
    form.querySelector("h2").focus();
    form.scrollIntoView({ block: "start" });
  }

  correct(id, button) {
    const line = readLog().entries.find((one) => one.id === id);
    const form = line && this.querySelector(`form[data-line="${line.type}"]`);
    if (!form) return;
    this.open(line.type, button);
    fill(form, line);
    form.dataset.corrects = id;
  }

  keep(event) {
    const form = event.target.closest("form[data-line]");
    if (!form) return;
    event.preventDefault();
    const line = lineOf(form, event.submitter);
    if (!line) return;
    if (form.dataset.corrects) line.corrects = form.dataset.corrects;
    const early = !line.at || Math.abs(Date.now() - new Date(line.at)) < 2 * MINUTE;
    if (early) line.at = localInstant();
    if (this.write(line)) {
      form.hidden = true;
      this.querySelector("h1").focus();
      scrollTo({ top: 0 });
    }
  }

  write(line) {
    try {
      addLine(line);
      this.say("kept");
      return true;
    } catch {
      this.say("no-room");
      return false;
    }
  }

  deeds = {
    close(button) {
      button.closest("form").hidden = true;
      this.opener?.focus();
    },
    copy() {
      save(JSON.stringify(readLog()), "application/json", `log-${localInstant().slice(0, 10)}.json`);
      this.say("copied");
    },
    damaged() {
      save(damagedText() ?? "", "text/plain", "log-damaged.txt");
    },
    anew() {
      replaceLog({ format: "startline-recovery", version: 1, entries: [] });
    },
    print() {
      print();
    },
    async calendar(button) {
      await this.fetched(button, async (response) => save(await response.text(), "text/calendar", "training.ics"));
    },
    async paper(button) {
      await this.fetched(button, async (response) => save(await response.blob(), "application/pdf", "log.pdf"));
    },
    async code(button) {
      const link = `${location.origin}${location.pathname}#log=${await packed(readLog())}`;
      const body = JSON.stringify({ text: link });
      await this.fetched(button, async (response) => {
        this.querySelector("[data-code]").innerHTML = await response.text();
      }, body);
    },
    async join() {
      await this.offered(JSON.stringify(this.incoming));
      history.replaceState(null, "", location.pathname);
    },
    leave() {
      history.replaceState(null, "", location.pathname);
      this.say("");
    },
    erase() {
      eraseLog();
      this.querySelector("#erase")?.hidePopover();
      this.say("erased");
    },
  };

  async fetched(button, use, body = question()) {
    try {
      const response = await ask(button.dataset.at, body);
      if (response.ok) await use(response);
      else this.say(response.status === 422 ? "too-long-for-code" : "failed");
    } catch {
      this.say("failed");
    }
  }

  async changed(event) {
    const input = event.target;
    if (input.dataset.watch) return readWatch(input, () => this.say("failed"));
    if (input.dataset.restore === undefined || !input.files.length) return undefined;
    const text = await input.files[0].text();
    input.value = "";
    return this.offered(text);
  }

  // A copy is read by the site's own strict reader before a line of it is taken.
  async offered(text) {
    let copy = null;
    try {
      copy = JSON.parse(text);
    } catch {
      return this.say("not-a-copy");
    }
    if (!isLog(copy)) return this.say("not-a-copy");
    try {
      const response = await ask(this.dataset.answer, JSON.stringify({ log: joined(copy) }));
      if (response.status === 422) {
        this.say("not-a-copy");
        this.note.insertAdjacentHTML("beforeend", await response.text());
        return undefined;
      }
      if (!response.ok) return this.say("failed");
    } catch {
      return this.say("check-needs-network");
    }
    replaceLog(joined(copy));
    return this.say("restored");
  }

  // A log that came by code stands after the #: it is offered, never taken by itself.
  async take() {
    const word = location.hash.startsWith("#log=") ? location.hash.slice(5) : "";
    if (!word) return;
    try {
      this.incoming = await unpacked(word);
      if (!isLog(this.incoming)) throw new TypeError("not a log");
      this.say("incoming");
    } catch {
      this.say("not-a-code");
    }
  }
}

function save(content, type, filename) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), MINUTE);
}

customElements.define("recovery-log", RecoveryLog);
