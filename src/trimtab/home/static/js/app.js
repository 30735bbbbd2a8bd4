// Every page: toasts, dialogs, the palette, sortable tables. Further modules are fetched when the page names them: an element with
// data-module="{% static 'js/name.js' %}" is handed to the module's `start`. A module says something by the event "toast".

const toasts = document.querySelector("[data-toasts]");
const version = new URL(import.meta.url).search;
const fetched = (name) => import(new URL(name + version, import.meta.url).href);

/** Says a sentence in the live region: dispatchEvent(new CustomEvent("toast", { detail: { sentence, undo } })). */
document.addEventListener("toast", (event) => say(event.detail));

function say({ sentence, undo }) {
  // The same sentence stands once: each try without a connection says it again.
  [...toasts.children].filter((one) => one.querySelector("span")?.textContent === sentence).forEach((one) => one.remove());
  const box = document.createElement("div");
  box.className = "toast";
  box.append(Object.assign(document.createElement("span"), { textContent: sentence }));
  if (undo) {
    const back = Object.assign(document.createElement("button"), { type: "button", className: "as-link", textContent: toasts.dataset.undo });
    back.addEventListener("click", () => { undo(); box.remove(); });
    box.append(back);
  }
  toasts.append(box);
  dismissible(box);
}

function dismissible(box) {
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button button-icon" });
  close.setAttribute("aria-label", toasts.dataset.close);
  close.innerHTML = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6 6 18"/></svg>';
  close.addEventListener("click", () => box.remove());
  box.append(close);
  let timer = setTimeout(() => box.remove(), 12000);
  const hold = () => clearTimeout(timer);
  box.addEventListener("pointerenter", hold);
  box.addEventListener("focusin", hold);
  box.addEventListener("pointerleave", () => { timer = setTimeout(() => box.remove(), 6000); });
}

toasts?.querySelectorAll(".toast").forEach(dismissible);
document.querySelectorAll("[data-print][hidden]").forEach((button) => { button.hidden = false; });

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) document.getElementById(opener.dataset.openDialog)?.showModal();
  if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement) event.target.close();
  if (event.target.closest("[data-print]")) window.print();
});

const palette = document.getElementById("palette");
if (palette) {
  const open = async (button) => {
    try {
      await (await fetched("palette.js")).open(palette);
    } catch {
      say({ sentence: palette.dataset.offline });
      button?.blur();
    }
  };
  document.querySelectorAll("[data-open-palette]").forEach((button) => {
    button.addEventListener("click", (event) => { event.preventDefault(); open(button); });
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
}

if (document.querySelector("table[data-sortable]")) fetched("tables.js");

for (const element of document.querySelectorAll("[data-module]")) {
  import(element.dataset.module).then((module) => {
    module.start(element);
    // Who writes before the module is here, or comes back to what the browser has kept, is heard too.
    [...element.querySelectorAll("input, textarea, select")].filter(isChanged)
      .forEach((field) => field.dispatchEvent(new Event("input", { bubbles: true })));
  });
}

function isChanged(field) {
  if (field instanceof HTMLSelectElement) return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.value !== field.defaultValue || Boolean(field.checked) !== Boolean(field.defaultChecked);
}
