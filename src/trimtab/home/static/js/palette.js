// Ctrl-K: a combobox over the pages of the navigation and the aids that the search finds.

let pages = null;
let waiting = 0;

export async function open(dialog) {
  if (dialog.open) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  if (!input.dataset.ready) wire(dialog, input, list);
  dialog.showModal();
  input.value = "";
  if (!pages?.length) pages = await ask(dialog.dataset.source, "");
  if (!input.value) show(input, list, pages);
}

function wire(dialog, input, list) {
  input.dataset.ready = "yes";
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    const words = input.value.trim();
    const fitting = (pages ?? []).filter((row) => row.name.toLowerCase().includes(words.toLowerCase()));
    show(input, list, fitting);
    if (words.length > 2) {
      waiting = setTimeout(async () => {
        const aids = await ask(dialog.dataset.source, words);
        if (input.value.trim() === words) show(input, list, [...fitting, ...aids]);
      }, 150);
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(input, list, 1);
    else if (event.key === "ArrowUp") move(input, list, -1);
    else if (event.key === "Enter") go(input, list);
    else return;
    event.preventDefault();
  });
}

async function ask(source, words) {
  try {
    const answer = await fetch(`${source}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).rows : [];
  } catch {
    const sentence = document.getElementById("palette").dataset.offline;
    document.dispatchEvent(new CustomEvent("toast", { detail: { sentence } }));
    return [];
  }
}

function show(input, list, rows) {
  list.replaceChildren(...rows.slice(0, 12).map((row, at) => {
    const item = document.createElement("li");
    item.id = `palette-${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(at === 0));
    const link = Object.assign(document.createElement("a"), { href: row.address, tabIndex: -1 });
    link.append(Object.assign(document.createElement("span"), { textContent: row.name }));
    if (row.note) link.append(Object.assign(document.createElement("small"), { textContent: row.note }));
    item.append(link);
    return item;
  }));
  if (!rows.length) {
    const none = Object.assign(document.createElement("li"), { className: "muted palette-none", textContent: list.dataset.none });
    none.setAttribute("role", "option");
    list.append(none);
  }
  input.setAttribute("aria-activedescendant", rows.length ? "palette-0" : "");
}

function move(input, list, step) {
  const rows = [...list.querySelectorAll("[aria-selected]")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const next = (at + step + rows.length) % rows.length;
  rows[at]?.setAttribute("aria-selected", "false");
  rows[next].setAttribute("aria-selected", "true");
  rows[next].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", rows[next].id);
}

function go(input, list) {
  const chosen = list.querySelector('[aria-selected="true"] a');
  if (chosen) location.href = chosen.href;
  else if (input.value.trim()) location.href = `${list.dataset.find}?q=${encodeURIComponent(input.value.trim())}`;
}
