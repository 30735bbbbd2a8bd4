// Checklists: ticks are kept on this device, for this version of the aid.

export function start(element) {
  const boxes = [...element.querySelectorAll(".rich input[type=checkbox]")];
  if (!boxes.length) return;
  const key = `ticks:${element.dataset.key}:${element.dataset.number}`;
  const bar = element.querySelector("[data-ticks]");
  const kept = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
  const show = () => { bar.hidden = !boxes.some((box) => box.checked); };
  boxes.forEach((box, at) => {
    label(box);
    box.disabled = false;
    box.checked = kept.has(at);
    box.addEventListener("change", () => { keep(); show(); });
  });
  const keep = () => localStorage.setItem(key, JSON.stringify(boxes.flatMap((box, at) => (box.checked ? [at] : []))));
  bar.querySelector("[data-clear]").addEventListener("click", () => {
    boxes.forEach((box) => { box.checked = false; });
    keep();
    show();
  });
  show();
}

/** The words behind a box become its label; lists and paragraphs below it stay outside. */
function label(box) {
  if (box.closest("label")) return;
  const words = document.createElement("label");
  box.before(words);
  while (words.nextSibling && !words.nextSibling.matches?.("ul, ol, p, pre, table")) words.append(words.nextSibling);
}
