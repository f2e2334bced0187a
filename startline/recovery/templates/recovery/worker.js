// Opens the log without a network: the page and its parts as they were last seen. No answer of the
// rules and nothing of a log is ever kept here.
const KEPT = {{ kept|safe }};
const NAME = "log-{{ version }}";

async function store() {
  const cache = await caches.open(NAME);
  await cache.addAll(KEPT.map((address) => new Request(address, { credentials: "omit", cache: "no-cache" })));
}

async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("log-") && name !== NAME).map((name) => caches.delete(name)));
}

addEventListener("install", (event) => event.waitUntil(store().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clear().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || !KEPT.includes(pathname)) return;
  event.respondWith(fetch(event.request).catch(async () => (await caches.match(pathname, { ignoreVary: true })) ?? Response.error()));
});
