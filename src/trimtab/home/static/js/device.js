// On a shared device, while somebody is signed in: whoever does nothing is signed out and the page goes; whoever reads and scrolls stays.
// What the browser has kept of an earlier page is never shown: it is asked for anew, and the product says no.

const EVENTS = ["pointerdown", "keydown", "scroll", "input", "touchstart"];

export function start(form) {
  const idle = Number(form.dataset.idle) * 1000;
  const often = Math.min(30000, idle / 3);
  let told = Date.now();
  let timer = 0;
  const leave = () => (document.querySelector("form.done") ?? form).requestSubmit();
  const touched = () => {
    clearTimeout(timer);
    timer = setTimeout(leave, idle);
    if (Date.now() - told < often) return;
    told = Date.now();
    fetch(form.dataset.stay, { cache: "no-store", redirect: "manual" }).then(
      (answer) => { if (answer.type === "opaqueredirect") location.reload(); },
      () => {},
    );
  };
  EVENTS.forEach((name) => document.addEventListener(name, touched, { passive: true, capture: true }));
  timer = setTimeout(leave, idle);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
