// A form whose content is checked while one writes: the findings come back as markup and stand in data-findings. What did not change is left
// alone, so that an open mend stays open; what did is announced by the short sentence in role="status", not by reading out the list.
const WAIT = 350;

export function start(form) {
  const box = document.getElementById(form.dataset.findings);
  let timer = 0;
  let running = null;
  const show = (text) => {
    const found = new DOMParser().parseFromString(text, "text/html").body;
    const said = found.querySelector("[role=status]");
    const status = box.querySelector("[role=status]");
    const [list, before] = [rest(found), rest(box)];
    if (list === before) return;
    status.textContent = said.textContent;
    while (status.nextSibling) status.nextSibling.remove();
    said.remove();
    box.append(...found.childNodes);
  };
  const look = async () => {
    running?.abort();
    running = new AbortController();
    const body = new FormData(form);
    body.set("check", "1");
    try {
      const answer = await fetch(location.href, { method: "POST", body, signal: running.signal });
      if (answer.ok) show(await answer.text());
    } catch (fault) {
      if (fault.name !== "AbortError" && !(fault instanceof TypeError)) throw fault;
    }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, WAIT); });
}

/** The markup after the sentence of role="status". */
function rest(holder) {
  let markup = "";
  for (let node = holder.querySelector("[role=status]").nextSibling; node; node = node.nextSibling) {
    markup += node.outerHTML?.replace(/ open=""/g, "") ?? "";
  }
  return markup;
}
