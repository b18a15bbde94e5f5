/** Lets the browser keep the course, when the page itself has come (build/service-worker.js). */
import { BASE } from '../data/paths.ts';

export function keepForOffline(): void {
  const { serviceWorker, connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  // Only a secure context has workers, and a reader who saves data does not want the whole course.
  if (!import.meta.env.PROD || serviceWorker === undefined || connection?.saveData) return;
  const register = (): void => {
    serviceWorker.register(`${BASE}offline.js`, { updateViaCache: 'none' }).catch(console.warn);
  };
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
