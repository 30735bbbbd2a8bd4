// Sliders of the forecast: what they say follows at once, figures and pictures follow when the hand rests.
const WAIT = 250;

export function start(form) {
  const figures = document.getElementById("figures");
  const matters = document.getElementById("matters");
  let timer = 0;
  let running = null;

  const markup = async (query, signal) => {
    const answer = await fetch(`${location.pathname}?${query}`, { signal });
    return answer.ok ? answer.text() : "";
  };

  const tornado = async (query, signal) => {
    const found = await markup(`${query}&part=matters`, signal);
    if (!found) return;
    matters.querySelectorAll(":scope > :not(h2)").forEach((element) => element.remove());
    matters.insertAdjacentHTML("beforeend", found);
  };

  const look = async () => {
    running?.abort();
    running = new AbortController();
    const query = new URLSearchParams(new FormData(form)).toString();
    figures.setAttribute("aria-busy", "true");
    try {
      const found = await markup(`${query}&part=figures`, running.signal);
      if (!found) return;
      figures.innerHTML = found;
      const { headline, short, address } = figures.firstElementChild.dataset;
      document.querySelector("h1").textContent = headline;
      form.querySelector("[data-said]").textContent = short;
      history.replaceState(null, "", location.pathname + address);
      await tornado(query, running.signal);
    } catch (fault) {
      if (fault.name !== "AbortError") throw fault;
    } finally {
      figures.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("input", (event) => {
    const said = event.target.closest(".slider")?.querySelector("output");
    if (said) {
      const value = Number(event.target.value) * Number(said.dataset.scale);
      said.textContent = `${Number(value.toPrecision(3))} ${said.dataset.unit}`;
    }
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); look(); });
  if (matters.querySelector("[data-later]")) tornado(new URLSearchParams(new FormData(form)).toString());
}
