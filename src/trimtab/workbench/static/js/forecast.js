// Sliders of the forecast: what they say follows at once, figures and pictures follow when the hand rests.
const WAIT = 250;

export function start(form) {
  const figures = document.getElementById("figures");
  const matters = document.getElementById("matters");
  let timer = 0;
  let running = new AbortController();

  const markup = async (part, signal) => {
    const query = new URLSearchParams(new FormData(form));
    query.set("part", part);
    const answer = await fetch(`${location.pathname}?${query}`, { signal });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.text();
  };

  const showFigures = async (signal) => {
    figures.innerHTML = await markup("figures", signal);
    const { headline, short, address } = figures.firstElementChild.dataset;
    document.querySelector("h1").textContent = headline;
    form.querySelector("[data-said]").textContent = short;
    history.replaceState(null, "", location.pathname + address);
  };

  const showMatters = async (signal) => {
    const found = await markup("matters", signal);
    matters.querySelectorAll(":scope > :not(h2)").forEach((element) => element.remove());
    matters.insertAdjacentHTML("beforeend", found);
  };

  const look = async (...steps) => {
    running.abort();
    const own = running = new AbortController();
    if (steps.includes(showFigures)) figures.setAttribute("aria-busy", "true");
    try {
      for (const step of steps) await step(own.signal);
    } catch (fault) {
      if (fault.name !== "AbortError") document.dispatchEvent(new CustomEvent("toast", { detail: { sentence: form.dataset.fault } }));
    } finally {
      if (running === own) figures.removeAttribute("aria-busy");
    }
  };
  const all = () => { clearTimeout(timer); look(showFigures, showMatters); };

  form.addEventListener("input", (event) => {
    const said = event.target.closest(".slider")?.querySelector("output");
    if (said) {
      const value = Number(event.target.value) * Number(said.dataset.scale);
      said.textContent = `${Number(value.toPrecision(3))} ${said.dataset.unit}`;
    }
    clearTimeout(timer);
    timer = setTimeout(all, WAIT);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); all(); });
  if (matters.querySelector("[data-later]")) look(showMatters);
}
