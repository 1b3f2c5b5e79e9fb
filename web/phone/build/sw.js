// The shell, kept whole for one build: a phone without a line opens what it had. Data is never kept here.
const SHELL = `shell-${__BUILD__}`;
const FILES = __FILES__;
/** What the first page needs: a build is not ready before it is here. */
const FIRST = __FIRST__;

// A new build waits until the person asks for it, or until no page of the old one is open: nothing is taken from under
// somebody's fingers. What both builds have is carried over.
self.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const cache = await caches.open(SHELL);
  for (const file of FILES) {
    const kept = file.startsWith("assets/") && (await caches.match(`/m/${file}`));
    if (kept) await cache.put(`/m/${file}`, kept);
  }
  await Promise.all(FIRST.map(async (file) => (await cache.match(`/m/${file}`)) ?? cache.add(`/m/${file}`)));
  await cache.add(new Request("/m/", { cache: "reload" }));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then(async (names) => {
      await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name)));
      await self.clients.claim();
    }),
  );
});

// The rest of the shell is fetched once the first page stands, one file after the other: a thin line is not filled.
self.addEventListener("message", (event) => {
  if (event.data === "fill") event.waitUntil(fill());
  if (event.data === "renew") event.waitUntil(self.skipWaiting());
});

async function fill() {
  const cache = await caches.open(SHELL);
  for (const file of FILES) {
    const address = `/m/${file}`;
    if (!(await cache.match(address))) await cache.add(address).catch(() => undefined);
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith("/m/")) return;
  if (url.pathname === "/m/sign-in") return;
  event.respondWith(url.pathname === "/m/" ? page(event.request) : part(event.request, url.pathname));
});

// The page: what is kept, at once; a newer one arrives with the next build's worker.
async function page(request) {
  const cache = await caches.open(SHELL);
  return (await cache.match("/m/")) ?? fetch(request);
}

async function part(request, path) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && FILES.includes(path.slice("/m/".length))) {
    const cache = await caches.open(SHELL);
    await cache.put(request, answer.clone());
  }
  return answer;
}
