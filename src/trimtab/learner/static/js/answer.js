// Answer: sends forms and follows Next without loading the page anew; digits choose, Enter goes on, steps move in place. Each answer has
// an address, so that Back looks at it again; an answer that meets a lost sign-in is kept for this person and sent after signing in.
let box;
let sending = false;
const KEPT = "kept-answer";

export function start(element) {
  box = element;
  box.addEventListener("submit", submit);
  box.addEventListener("click", click);
  box.addEventListener("toggle", turned, true);
  document.addEventListener("keydown", key);
  addEventListener("popstate", () => swap(location.href, {}, { goes: false }));
  sendKept();
}

async function submit(event) {
  const button = event.submitter;
  if (button?.name === "move") return;
  event.preventDefault();
  if (sending) return;
  const form = event.target;
  const data = new FormData(form, button);
  if (button) button.classList.add("is-sending");
  await swap(form.action, { method: "POST", body: data }, { failed: () => button?.classList.remove("is-sending") });
}

function click(event) {
  const move = event.target.closest('[name="move"]');
  if (move) return shift(event, move);
  const next = event.target.closest("[data-next]:not([data-last])");
  if (next && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    if (!sending) swap(next.href, {}, { goes: true });
  }
}

/** What was written when the sign-in was lost: sent once the same person is at the same question again. */
function sendKept() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  const form = box.querySelector(".answer-form");
  if (!kept || !form) return;
  sessionStorage.removeItem(KEPT);
  if (kept.person !== box.dataset.person || kept.fields.find(([name]) => name === "version_id")?.[1] !== form.version_id?.value) return;
  const data = new FormData();
  kept.fields.forEach(([name, value]) => data.append(name, value));
  data.set("csrfmiddlewaretoken", form.csrfmiddlewaretoken.value);
  swap(form.action, { method: "POST", body: data });
}

function keep(data) {
  const fields = [...data.entries()].filter(([name]) => name !== "csrfmiddlewaretoken");
  sessionStorage.setItem(KEPT, JSON.stringify({ person: box.dataset.person, fields }));
}

async function swap(address, options, { failed = () => {}, goes } = {}) {
  let answer;
  sending = true;
  try {
    answer = await fetch(address, options);
  } catch {
    sending = false;
    failed();
    document.dispatchEvent(new CustomEvent("toast", { detail: { sentence: box.dataset.offline } }));
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  sending = false;
  const fresh = page.querySelector(".answer");
  // What passes by itself keeps what was written: it can be sent again.
  const passes = [408, 429, 500, 503].includes(answer.status) && page.querySelector(".lost");
  if (passes) {
    failed();
    const sentence = [...passes.querySelectorAll("p")].map((one) => one.textContent.trim()).join(" ");
    document.dispatchEvent(new CustomEvent("toast", { detail: { sentence } }));
    return;
  }
  if (!fresh) {
    if (options.body && (answer.status === 403 || page.querySelector("input[name=username]"))) keep(options.body);
    location.href = answer.url;
    return;
  }
  document.title = page.title;
  box.replaceChildren(...fresh.childNodes);
  if (goes) {
    history.pushState({}, "", answer.url);
    document.querySelectorAll("[data-toasts] .toast").forEach((said) => said.remove());
  }
  if (options.body) history.replaceState({}, "", fresh.dataset.address);
  page.querySelectorAll("[data-toasts] .toast > span").forEach((said) => {
    document.dispatchEvent(new CustomEvent("toast", { detail: { sentence: said.textContent } }));
  });
  scrollTo(0, 0);
  const focus = box.querySelector("[autofocus]") ?? box.querySelector("#stem");
  if (!focus.matches("a, input, button")) focus.tabIndex = -1;
  focus.focus({ preventScroll: true });
  if (focus.matches("[data-next]")) box.querySelector("#result")?.scrollIntoView({ block: "nearest" });
}

/** Moves a step and keeps the focus on its button. */
function shift(event, button) {
  event.preventDefault();
  const step = button.closest(".step");
  const up = button.value.endsWith(":up");
  if (up) step.previousElementSibling?.before(step);
  else step.nextElementSibling?.after(step);
  box.querySelectorAll(".step > .choice-key").forEach((place, at) => { place.textContent = at + 1; });
  button.focus();
}

function turned(event) {
  if (event.target.matches("[data-flash]") && event.target.open) event.target.querySelector(".card-back").focus();
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text], textarea, dialog *")) return;
  if (/^[1-9]$/.test(event.key)) {
    const choice = box.querySelector(`[data-key="${event.key}"]`);
    const card = choice?.closest("details");
    if (!choice || (card && !card.open)) return;
    const check = choice.querySelector("input[type=checkbox]");
    (check ?? choice).click();
    check?.focus();
  } else if (event.key === "Enter" && event.target.matches("body, main, h1, input[type=checkbox]")) {
    const go = box.querySelector("[data-next]") ?? box.querySelector(".answer-foot button") ?? box.querySelector("[data-flash]:not([open]) summary");
    if (go) { event.preventDefault(); go.click(); }
  } else if (event.key === "Escape") {
    location.href = box.querySelector(".answer-top a").href;
  }
}
