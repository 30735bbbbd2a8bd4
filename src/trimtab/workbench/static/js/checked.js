// A form whose content is checked while one writes: the findings come back as markup and replace what stands in data-findings.
const WAIT = 350;

export function start(form) {
  const box = document.getElementById(form.dataset.findings);
  let timer = 0;
  let running = null;
  const look = async () => {
    running?.abort();
    running = new AbortController();
    const body = new FormData(form);
    body.set("check", "1");
    try {
      const answer = await fetch(location.href, { method: "POST", body, signal: running.signal });
      if (answer.ok) box.innerHTML = await answer.text();
    } catch (fault) {
      if (fault.name !== "AbortError") throw fault;
    }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT); });
}
