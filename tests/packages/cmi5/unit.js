// A unit as small as can be: says initialized, and what its buttons say, and goes back when it is left.
const CMI5 = "https://w3id.org/xapi/cmi5/context";
const VERBS = "http://adlnet.gov/expapi/verbs/";
const given = Object.fromEntries(new URL(location.href).searchParams);
const said = document.getElementById("said");
const version = { "X-Experience-API-Version": "1.0.3" };
let auth, data;

const xapi = (path, parameters, options = {}) => fetch(`${given.endpoint}/${path}?${new URLSearchParams(parameters)}`, {
  ...options, headers: { ...version, Authorization: `Basic ${auth}`, ...options.headers },
});

async function say(verb, result, { mastery = false } = {}) {
  const statement = {
    id: crypto.randomUUID(), timestamp: new Date().toISOString(), actor: JSON.parse(given.actor),
    verb: { id: VERBS + verb, display: { en: verb } }, object: { id: given.activityId }, result,
    context: structuredClone(data.contextTemplate),
  };
  statement.context.registration = given.registration;
  statement.context.contextActivities.category = [{ id: `${CMI5}/categories/cmi5` }];
  if (result && ("success" in result || "completion" in result)) statement.context.contextActivities.category.push({ id: `${CMI5}/categories/moveon` });
  if (mastery && data.masteryScore !== undefined) statement.context.extensions[`${CMI5}/extensions/masteryscore`] = data.masteryScore;
  const answer = await xapi("statements", { statementId: statement.id }, { method: "PUT", body: JSON.stringify(statement), headers: { "Content-Type": "application/json" } });
  said.textContent = answer.ok ? verb : `${verb}: ${answer.status} ${await answer.text()}`;
}

async function start() {
  const fetched = await (await fetch(given.fetch, { method: "POST" })).json();
  if (!fetched["auth-token"]) { said.textContent = `fetch: ${fetched["error-code"]}`; return; }
  auth = fetched["auth-token"];
  const state = { activityId: given.activityId, agent: given.actor, registration: given.registration };
  data = await (await xapi("activities/state", { ...state, stateId: "LMS.LaunchData" })).json();
  await xapi("agents/profile", { agent: given.actor, profileId: "cmi5LearnerPreferences" });
  await say("initialized");
}

const score = (scaled) => ({ scaled, raw: scaled * 10, min: 0, max: 10 });
document.getElementById("complete").onclick = () => say("completed", { completion: true, duration: "PT10S" });
document.getElementById("pass").onclick = () => say("passed", { success: true, duration: "PT20S", score: score(0.9) }, { mastery: true });
document.getElementById("fail").onclick = () => say("failed", { success: false, duration: "PT20S", score: score(0.3) }, { mastery: true });
document.getElementById("leave").onclick = async () => { await say("terminated", { duration: "PT30S" }); location.href = data.returnURL; };
start();
