// Plays a SCO. The token behind the # is used once: it brings what the SCO left the last time, and a secret for what it commits.
// The SCO's page finds the API where SCORM says: in the window around it (API for 1.2, API_1484_11 for 2004).

const page = document.querySelector("[data-player]");
const session = page.dataset.session;
const part = (name) => page.querySelector(`[data-${name}]`);
let leaving = false, isOver = false, byPlayer = false;

const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
begin().catch((error) => fail(error.message));

async function begin() {
  const answer = await fetch(`/content/play/${session}/begin`, { method: "POST", body: JSON.stringify({ token }) });
  const given = await answer.json();
  if (!answer.ok) throw new Error(given.sentence);
  document.title = part("title").textContent = given.title;
  part("back").href = given.back;
  const isOld = given.kind === "scorm-1.2";
  await load(isOld ? page.dataset.old : page.dataset.new);
  const api = isOld ? old(given) : recent(given);
  window[isOld ? "API" : "API_1484_11"] = api;
  const frame = Object.assign(document.createElement("iframe"), { src: given.url, title: given.title, allow: "autoplay; fullscreen" });
  const finish = () => { if (!leaving) depart(frame.contentWindow); frame.remove(); if (!api.isTerminated()) end(api, isOld); };
  part("back").addEventListener("click", finish);
  addEventListener("pagehide", () => { leaving = true; finish(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  part("stage").append(frame);
}

/** Lets a SCO have its last word, the innermost window first: many end themselves when they are left. While a page really goes away, a
    browser lets nothing be asked and answered, so they are told a moment before. */
function depart(around) {
  for (let at = 0; at < around.frames.length; at += 1) depart(around.frames[at]);
  try {
    for (const kind of ["beforeunload", "pagehide", "unload"]) around.dispatchEvent(new Event(kind));
  } catch {
    // A window of another origin hears nothing of us.
  }
}

function load(address) {
  return new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: () => failed(new Error(page.dataset.failed)) });
    document.head.append(script);
  });
}

function settings(given) {
  return {
    lmsCommitUrl: `/content/play/${session}/commit`, dataCommitFormat: "json", renderCommonCommitFields: true, autocommit: true,
    autocommitSeconds: 5, alwaysSendTotalTime: true, logLevel: 5, httpService: sender(given.secret),
  };
}

/** Sends commits: at once, so that the SCO hears whether it was kept; when the page goes away, so that it still arrives. */
function sender(secret) {
  return {
    processHttpRequest(url, commit, immediate, _log, _listeners, metadata) {
      const last = metadata?.isTerminateCommit ?? immediate;
      const body = JSON.stringify({ ...commit, secret, last, byPlayer });
      if (isOver) return { result: false, errorCode: 101 };
      if (leaving) return { result: navigator.sendBeacon(url, body), errorCode: 0 };
      const request = new XMLHttpRequest();
      request.open("POST", url, false);
      try {
        request.send(body);
        const kept = request.status === 200;
        if (request.status === 403) over();
        else show(kept, kept ? "" : sentence(request));
        if (kept && !byPlayer) stands(JSON.parse(request.responseText));
        return { result: kept, errorCode: kept ? 0 : 101 };
      } catch {
        show(false);
        return { result: false, errorCode: 101 };
      }
    },
    updateSettings() {},
  };
}

function old(given) {
  const api = readable(new window.Scorm12API(settings(given)));
  if (given.model) api.loadFromJSON(given.model.cmi ?? given.model);
  api.cmi.core.student_id = given.learner;
  api.cmi.core.lesson_mode = given.mode;
  api.cmi.core.credit = given.mode === "normal" ? "credit" : "no-credit";
  api.cmi.core.entry = given.model ? "resume" : "ab-initio";
  if (!api.cmi.core.total_time) api.cmi.core.total_time = "0000:00:00.00";
  api.cmi.launch_data = given.launchData;
  api.cmi.student_data.max_time_allowed = given.maxTime;
  api.cmi.student_data.time_limit_action = given.timeLimitAction;
  if (given.mastery !== null) api.cmi.student_data.mastery_score = String(given.mastery * 100);
  return api;
}

function recent(given) {
  const api = new window.Scorm2004API(settings(given));
  if (given.model) api.loadFromJSON(given.model.cmi ?? given.model);
  else if (given.objectives.length) api.loadFromJSON({ objectives: given.objectives.map((id) => ({ id })) });
  api.cmi.learner_id = given.learner;
  api.cmi.mode = given.mode;
  api.cmi.credit = given.mode === "normal" ? "credit" : "no-credit";
  api.cmi.entry = given.model ? "resume" : "ab-initio";
  if (!api.cmi.total_time) api.cmi.total_time = "PT0S";
  api.cmi.launch_data = given.launchData;
  if (given.maxTime) api.cmi.max_time_allowed = given.maxTime;
  if (given.timeLimitAction) api.cmi.time_limit_action = given.timeLimitAction;
  if (given.mastery !== null) api.cmi.scaled_passing_score = String(given.mastery);
  if (given.threshold !== null) api.cmi.completion_threshold = String(given.threshold);
  return api;
}

/** SCORM 1.2's runtime takes ids of ASCII letters alone, and tools write others: those go in percent-encoded and come out as they were. */
function readable(api) {
  const isId = (name) => /^cmi\.(interactions|objectives)\.\d+\.(objectives\.\d+\.)?id$/.test(name);
  const encoded = (value) => String(value).replace(/[^\x21-\x7e\s]+/g, (some) => { try { return encodeURIComponent(some); } catch { return "_"; } });
  const decoded = (value) => String(value).replace(/(?:%[89a-f][0-9a-f])+/gi, (some) => { try { return decodeURIComponent(some); } catch { return some; } });
  const { LMSSetValue: set, LMSGetValue: get } = api;
  api.LMSSetValue = (name, value) => set.call(api, name, isId(name) ? encoded(value) : value);
  api.LMSGetValue = (name) => (isId(name) ? decoded(get.call(api, name)) : get.call(api, name));
  return api;
}

/** Ends for a SCO that did not end itself; one that never spoke (an asset) has been seen, and that completes it. */
function end(api, isOld) {
  const spoke = api.isInitialized();
  byPlayer = spoke;
  if (!spoke) (isOld ? api.LMSInitialize("") : api.Initialize(""));
  if (!spoke) (isOld ? api.LMSSetValue("cmi.core.lesson_status", "completed") : api.SetValue("cmi.completion_status", "completed"));
  return isOld ? api.LMSFinish("") : api.Terminate("");
}

/** Says that the part is done or has ended, and leads on: to the course's page, whose first button opens the next part. The SCO stays,
    since many show their results at the end. */
function stands({ said, next }) {
  if (!said) return;
  part("said").textContent = said;
  const on = part("on");
  on.textContent = next ? `${page.dataset.onNext} ${next}` : page.dataset.onCourse;
  on.href = next ? `${part("back").href}#next` : part("back").href;
  part("ways").hidden = false;
}

function show(kept, why = "") {
  const status = part("status");
  status.textContent = kept ? page.dataset.saved : why || page.dataset.unsaved;
  status.classList.toggle("is-bad", !kept);
}

/** Why the server takes this never, in its own words; "" when a later try may do better. */
function sentence(request) {
  if (request.status < 400 || request.status >= 500 || [408, 425, 429].includes(request.status)) return "";
  try {
    return JSON.parse(request.responseText).sentence ?? "";
  } catch {
    return "";
  }
}

/** The session has ended elsewhere: nothing that is done here can be kept any more, and trying again would not help. */
function over() {
  isOver = true;
  show(false, page.dataset.overShort);
  part("sentence").textContent = page.dataset.over;
  part("fault").hidden = false;
}

function fail(sentence) {
  part("title").textContent = document.title;
  part("sentence").textContent = sentence || page.dataset.failed;
  part("fault").hidden = false;
}
