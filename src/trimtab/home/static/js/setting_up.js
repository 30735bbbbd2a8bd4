// The set-up page: the browser's time zone, a look at the logo, and sending without losing what no page may show again
// (passwords, a chosen file). Without this module the form works all the same.

const MOST_BYTES = 2 * 1024 * 1024;

export function start(form) {
  const zone = form.elements.time_zone;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isUntouched = [...zone.options].every((one) => one.selected === one.defaultSelected) && zone.value === "UTC";
  if (isUntouched && [...zone.options].some((one) => one.value === own)) zone.value = own;
  form.elements.logo.addEventListener("change", () => look(form));
  form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
}

function look(form) {
  const [file] = form.elements.logo.files;
  const sample = form.querySelector("[data-sample]");
  const isTooLarge = tooLarge(file);
  mark(form.elements.logo, isTooLarge ? form.dataset.tooLarge : "");
  if (!file || isTooLarge) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => { sample.src = reader.result; sample.hidden = false; });
  reader.readAsDataURL(file);
}

const tooLarge = (file) => Boolean(file) && file.size > MOST_BYTES;

async function send(form) {
  if (tooLarge(form.elements.logo.files[0])) { form.elements.logo.focus(); return; }
  const button = form.querySelector("button.button-main");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
    if (answer.redirected) { location.assign(answer.url); return; }
    if (answer.status !== 422) { form.submit(); return; }
    show(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    form.submit();
  }
  button.disabled = false;
}

function show(form, page) {
  form.querySelector("[data-summary]").innerHTML = page.querySelector("[data-summary]").innerHTML;
  for (const field of form.querySelectorAll(".input")) mark(field, page.getElementById(`${field.id}-error`)?.textContent.trim() ?? "");
  form.querySelector("[aria-invalid=true]")?.focus();
}

function mark(field, sentence) {
  const id = `${field.id}-error`;
  document.getElementById(id)?.remove();
  const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id));
  if (sentence) {
    const said = Object.assign(document.createElement("p"), { className: "field-error", id, textContent: sentence });
    field.after(said);
    described.add(id);
    field.setAttribute("aria-invalid", "true");
  } else {
    field.removeAttribute("aria-invalid");
  }
  if (described.size) field.setAttribute("aria-describedby", [...described].join(" "));
}
