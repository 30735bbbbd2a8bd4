// Bringing a package in: dropping it, sending it with its progress, and what is in the way, by file and line.

/** Starts on the form. */
export function start(form) {
  const field = form.elements.package;
  for (const kind of ["dragenter", "dragover"]) form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("is-over"); });
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.files[0]?.size > form.dataset.most * 2 ** 20) tell(form, [{ file: field.files[0].name, line: 0, sentence: form.dataset.large }]);
    else send(form);
  });
}

function send(form) {
  const box = form.querySelector("[data-progress]");
  const said = form.querySelector("[data-said]");
  const bar = box.querySelector("progress");
  const button = form.querySelector("button");
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    bar.value = (100 * event.loaded) / event.total;
    if (event.loaded === event.total) { said.textContent = form.dataset.checking; bar.removeAttribute("value"); }
  });
  request.addEventListener("loadend", () => { box.hidden = true; button.disabled = false; });
  request.addEventListener("error", () => tell(form, [{ file: "", line: 0, sentence: form.dataset.lost }]));
  request.addEventListener("load", () => answer(form, request));
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  said.textContent = form.dataset.sending;
  box.hidden = false;
  button.disabled = true;
  request.send(new FormData(form));
}

function answer(form, request) {
  let given = {};
  try { given = JSON.parse(request.responseText); } catch { /* a page, not an answer */ }
  if (given.address) location.assign(given.address);
  else tell(form, given.problems ?? [{ file: "", line: 0, sentence: given.sentence ?? form.dataset.lost }]);
}

function tell(form, problems) {
  const box = form.querySelector("[data-problems]");
  box.querySelector("ul").replaceChildren(...problems.map(({ file, line, sentence }) => {
    const row = document.createElement("li");
    const place = line ? `${file}, ${form.dataset.line} ${line}` : file;
    if (place) row.append(Object.assign(document.createElement("strong"), { textContent: place }), " ");
    row.append(sentence);
    return row;
  }));
  box.hidden = false;
}
