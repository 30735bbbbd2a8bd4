// The switch page of a shared device. It clears what a browser without Clear-Site-Data would keep, and puts the cursor where a badge
// reader types. A page that the browser kept is asked for anew.

export function start(main) {
  main.querySelector("input:not([type=hidden])")?.focus();
  clear();
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

async function clear() {
  const steps = [
    () => localStorage.clear(),
    () => sessionStorage.clear(),
    async () => { for (const name of await caches.keys()) await caches.delete(name); },
    async () => { for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister(); },
    async () => { for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name); },
  ];
  for (const step of steps) {
    try {
      await step();
    } catch {
      // Not every browser has all of it, and some only over https.
    }
  }
}
