// A form of the log and the line it makes. What is left open is left out: it is "not answered".
import { localInstant } from "./log.js";

const local = (instant) => localInstant(instant).slice(0, 16);

export function show(form) {
  form.hidden = false;
  const when = form.querySelector("[data-when]");
  if (!when) return;
  when.value = local(new Date());
  when.max = local(new Date(Date.now() + 60_000));
}

export function lineOf(form, submitter) {
  if (!form.reportValidity()) return null;
  const line = { type: form.dataset.line };
  if (line.type === "screen") return screen(form, line, submitter);
  const when = form.querySelector("[data-when]");
  if (when?.value) line.at = localInstant(new Date(when.value));
  for (const field of form.querySelectorAll("[data-field]")) {
    const value = valueOf(field);
    if (value !== undefined) line[field.dataset.field] = value;
  }
  return line;
}

// Weekly: what is marked may be true; "none of these" is one tap.
function screen(form, line, submitter) {
  const marked = Array.from(form.querySelectorAll("input:checked"), (box) => box.value);
  const none = submitter?.value === "none";
  const missing = form.querySelector("[data-missing]");
  missing.hidden = none || marked.length > 0;
  if (!missing.hidden) return null;
  return { ...line, asked: "weekly", yes: marked };
}

function valueOf(field) {
  const chosen = field.querySelector("input:checked");
  const written = field.querySelector("input, textarea")?.value.trim();
  switch (field.dataset.kind) {
    case "pain":
    case "choice":
      if (!chosen) return undefined;
      return field.dataset.words === undefined ? Number(chosen.value) : chosen.value;
    case "flag":
      return chosen ? chosen.value === "yes" : undefined;
    case "words": {
      const words = Array.from(field.querySelectorAll("input:checked"), (box) => box.value);
      return words.length ? words.filter((word) => word !== "none") : undefined;
    }
    case "number":
      return written === "" ? undefined : Number(written);
    default:
      return written === "" ? undefined : written;
  }
}

export function fill(form, line) {
  const when = form.querySelector("[data-when]");
  if (when && line.at) when.value = line.at.slice(0, 16);
  for (const field of form.querySelectorAll("[data-field]")) {
    const value = line[field.dataset.field];
    if (value === undefined) continue;
    const words = Array.isArray(value) ? (value.length ? value : ["none"]) : [asWord(field, value)];
    for (const input of field.querySelectorAll("input, textarea")) {
      if (input.type === "radio" || input.type === "checkbox") input.checked = words.includes(input.value);
      else input.value = String(value);
    }
    field.closest("details")?.toggleAttribute("open", true);
  }
}

const asWord = (field, value) => (field.dataset.kind === "flag" ? (value ? "yes" : "no") : String(value));

// "None" and a word exclude each other.
document.addEventListener("change", (event) => {
  const field = event.target.closest?.('[data-kind="words"]');
  if (!field || !event.target.checked) return;
  for (const box of field.querySelectorAll("input")) {
    if (box !== event.target && (box.value === "none" || event.target.value === "none")) box.checked = false;
  }
});
