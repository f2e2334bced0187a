// A physiotherapist's numbers as a word for an address: JSON as base64url, a dot, a check.
// {v: 1, cap: minutes or null, review: day or null, doses: ["E06 3x10", …]}
const DOSE = /^E(0[1-9]|1[0-8]) [1-9]x[1-9][0-9]{0,2}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

// FNV-1a, 32 bit: notices what was changed or cut off by mistake; it keeps no secret.
function check(word) {
  let sum = 0x811c9dc5;
  for (const letter of word) sum = Math.imul(sum ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return sum.toString(36);
}

export function written(plan) {
  const word = btoa(JSON.stringify({ v: 1, ...plan })).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${word}.${check(word)}`;
}

// The plan of a word; null for one that was changed, cut off, or never was a plan.
export function read(text) {
  const [word, sum, ...rest] = text.split(".");
  if (rest.length || !word || sum !== check(word)) return null;
  try {
    const plan = JSON.parse(atob(word.replaceAll("-", "+").replaceAll("_", "/")));
    return isPlan(plan) ? plan : null;
  } catch {
    return null;
  }
}

function isPlan(plan) {
  const cap = plan.cap === null || (Number.isInteger(plan.cap) && plan.cap >= 0 && plan.cap <= 1440);
  const review = plan.review === null || (DAY.test(plan.review) && !Number.isNaN(Date.parse(plan.review)));
  const doses = Array.isArray(plan.doses) && plan.doses.length <= 18 && plan.doses.every((dose) => DOSE.test(dose));
  return plan.v === 1 && cap && review && doses;
}
