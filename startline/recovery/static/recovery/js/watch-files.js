// Files of a watch: sent once, answered in memory; the reader takes over what is right.
import { fill } from "./log-form.js";

export async function readWatch(input, failed) {
  const found = input.closest(".watch").querySelector("[data-found]");
  const body = new FormData();
  for (const file of input.files) body.append("files", file, file.name);
  input.value = "";
  found.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(input.dataset.watch, {
      method: "POST", body, credentials: "omit", cache: "no-store",
      headers: { "Accept-Language": document.documentElement.lang },
    });
    if (!answer.ok && answer.status !== 413) throw new Error(String(answer.status));
    found.innerHTML = await answer.text();
  } catch {
    failed();
  }
  found.removeAttribute("aria-busy");
}

// A number of the watch goes into the field of the same name, where the form has it.
export function useFound(button) {
  const form = button.closest("form");
  const { at, ...numbers } = JSON.parse(button.dataset.use);
  const line = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== null));
  fill(form, line);
  const when = form.querySelector("[data-when]");
  if (at && form.dataset.line === "run") {
    const local = new Date(at);
    local.setMinutes(local.getMinutes() - local.getTimezoneOffset());
    when.value = local.toISOString().slice(0, 16);
  }
  form.querySelector("[data-field] input").focus();
}
