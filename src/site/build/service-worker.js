/**
 * Keeps the whole course for a reader who is offline: a snapshot of one build, whole or not at all. Who is
 * online gets every page and file from the server; only files whose names carry a hash of their content
 * come from the snapshot at once. The server's own answers (`api/`, the lab socket) are never touched.
 *
 * The build puts three constants in front (build/offline.ts): FILES, addresses below the base path with a hash
 * of what each answers; BASE; and VERSION, a hash of that list. Plain JavaScript, because it is sent as it is.
 */
const OURS = `sockscope ${BASE} `;
const SNAPSHOT = OURS + VERSION;
/** The reader's page goes first. */
const AT_ONCE = 4;

// Without skipWaiting: pages of the build before go on with its worker, and with its files, until they are left.
addEventListener('install', event => event.waitUntil(take()));
addEventListener('activate', event => event.waitUntil(takeOver()));
addEventListener('fetch', answer);

/** The address under which a file is kept: another content is another address. */
const keyOf = path => `${BASE}${path}?${FILES[path]}`;

async function take() {
  const snapshot = await caches.open(SNAPSHOT);
  const waiting = Object.keys(FILES);
  const takeNext = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop())
      await snapshot.put(keyOf(path), (await caches.match(keyOf(path))) ?? (await fetchOf(path)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeNext));
}

/** What the server answers now; rejects when that is of another build than this worker. */
async function fetchOf(path) {
  const response = await fetch(BASE + path, { cache: 'no-cache' });
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  const hash = [...new Uint8Array(digest, 0, 8)].map(byte => byte.toString(16).padStart(2, '0')).join('');
  if (!response.ok || hash !== FILES[path]) throw new Error(`${path} is of another build`);
  return response;
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter(name => name.startsWith(OURS) && name !== SNAPSHOT);
  await Promise.all(old.map(name => caches.delete(name)));
  await clients.claim();
}

function answer(event) {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !pathname.startsWith(BASE)) return;
  const path = pathname.slice(BASE.length);
  if (FILES[path] === undefined) return;
  const isNamedByContent = path.startsWith('_astro/');
  event.respondWith(isNamedByContent ? keptOrFetched(request, path) : fetchedOrKept(request, path));
}

const keptOrFetched = async (request, path) => (await caches.match(keyOf(path))) ?? (await fetch(request));

async function fetchedOrKept(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(keyOf(path));
    if (kept === undefined) throw error;
    return kept;
  }
}
