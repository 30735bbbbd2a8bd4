// Plays a SCO. The token behind the # is used once: it brings what the SCO left the last time, and a secret for what it commits.
// The SCO's page finds the API where SCORM says: in the window around it (API for 1.2, API_1484_11 for 2004).

const page = document.querySelector("[data-player]");
const session = page.dataset.session;
const part = (name) => page.querySelector(`[data-${name}]`);
let leaving = false;

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
  const finish = () => { if (!api.isTerminated()) end(api, isOld); };
  part("back").addEventListener("click", finish);
  addEventListener("pagehide", () => { leaving = true; finish(); });
  part("stage").append(Object.assign(document.createElement("iframe"), { src: given.url, title: given.title, allow: "autoplay; fullscreen" }));
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
      const body = JSON.stringify({ ...commit, secret, last });
      if (leaving) return { result: navigator.sendBeacon(url, body), errorCode: 0 };
      const request = new XMLHttpRequest();
      request.open("POST", url, false);
      try {
        request.send(body);
        const kept = request.status === 200;
        show(kept);
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
  const api = new window.Scorm12API(settings(given));
  if (given.model) api.loadFromJSON(given.model.cmi ?? given.model);
  api.cmi.core.student_id = given.learner;
  api.cmi.core.lesson_mode = given.mode;
  api.cmi.core.credit = given.mode === "normal" ? "credit" : "no-credit";
  api.cmi.core.entry = given.model ? "resume" : "ab-initio";
  api.cmi.launch_data = given.launchData;
  if (given.mastery !== null) api.cmi.student_data.mastery_score = String(given.mastery * 100);
  return api;
}

function recent(given) {
  const api = new window.Scorm2004API(settings(given));
  if (given.model) api.loadFromJSON(given.model.cmi ?? given.model);
  api.cmi.learner_id = given.learner;
  api.cmi.mode = given.mode;
  api.cmi.credit = given.mode === "normal" ? "credit" : "no-credit";
  api.cmi.entry = given.model ? "resume" : "ab-initio";
  api.cmi.launch_data = given.launchData;
  if (given.mastery !== null) api.cmi.scaled_passing_score = String(given.mastery);
  return api;
}

/** Ends for a SCO that did not end itself; one that never spoke (an asset) has been seen, and that completes it. */
function end(api, isOld) {
  const spoke = api.isInitialized();
  if (!spoke) (isOld ? api.LMSInitialize("") : api.Initialize(""));
  if (!spoke) (isOld ? api.LMSSetValue("cmi.core.lesson_status", "completed") : api.SetValue("cmi.completion_status", "completed"));
  return isOld ? api.LMSFinish("") : api.Terminate("");
}

function show(kept) {
  const status = part("status");
  status.textContent = kept ? page.dataset.saved : page.dataset.unsaved;
  status.classList.toggle("is-bad", !kept);
}

function fail(sentence) {
  part("title").textContent = document.title;
  part("sentence").textContent = sentence || page.dataset.failed;
  part("fault").hidden = false;
}
