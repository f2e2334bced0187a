// The log on this device: one saved document under one key. Nothing here speaks to a server.
//
//   readLog()            the document: {format, version, entries}
//   addLine(line)        adds a line, gives it a name and an instant if it has none; returns it
//   replaceLog(document) puts another log in its place; what stood there is kept as the log before
//   eraseLog()           takes everything away
//   isDamaged()          whether what stands on the device cannot be read
//
// After each change the window hears "recovery-log".
export const KEY = "startline-recovery";
const DAMAGED = `${KEY}-damaged`;
const FORMAT = "startline-recovery";
const VERSION = 1;

const empty = () => ({ format: FORMAT, version: VERSION, entries: [] });

function parsed(text) {
  try {
    const document = JSON.parse(text);
    return isLog(document) ? document : null;
  } catch {
    return null;
  }
}

export function isLog(document) {
  return document?.format === FORMAT && Array.isArray(document.entries) && document.entries.every((line) => line && typeof line === "object");
}

export function readLog() {
  const text = localStorage.getItem(KEY);
  return (text === null ? null : parsed(text)) ?? empty();
}

export function isDamaged() {
  const text = localStorage.getItem(KEY);
  return text !== null && parsed(text) === null;
}

// What cannot be read is never written over: it is laid aside first.
export function damagedText() {
  return isDamaged() ? localStorage.getItem(KEY) : localStorage.getItem(DAMAGED);
}

function write(document) {
  if (isDamaged()) localStorage.setItem(DAMAGED, localStorage.getItem(KEY));
  localStorage.setItem(KEY, JSON.stringify(document));
  tell();
}

function tell() {
  dispatchEvent(new CustomEvent("recovery-log"));
}

// The reader's own day and time, with the offset of where they are.
export function localInstant(date = new Date()) {
  const ahead = -date.getTimezoneOffset();
  const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
  const shifted = new Date(date.getTime() + ahead * 60_000).toISOString().slice(0, 19);
  return `${shifted}${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
}

function name() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function addLine(line) {
  const document = readLog();
  const isFirst = document.entries.length === 0;
  const whole = { id: name(), at: localInstant(), ...line };
  document.entries.push(whole);
  write(document);
  if (isFirst) navigator.storage?.persist?.();
  return whole;
}

export function replaceLog(document) {
  if (!isLog(document)) throw new TypeError("not a log");
  write(document);
  navigator.storage?.persist?.();
}

// Lines of both, each once; what a copy holds and this device does not comes first.
export function joined(copy, here = readLog()) {
  const known = new Set(copy.entries.map((line) => line.id));
  return { ...empty(), entries: [...copy.entries, ...here.entries.filter((line) => !known.has(line.id))] };
}

export function eraseLog() {
  localStorage.removeItem(KEY);
  localStorage.removeItem(DAMAGED);
  tell();
}

addEventListener("storage", (event) => {
  if (event.key === KEY) tell();
});
