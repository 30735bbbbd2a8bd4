// Drives Trimtab for the LMS test suite of CATAPULT, as people do: signed in, through the pages of authors and learners.
// The learner of a launch is whoever is signed in, known by a pseudonym; the suite's own actor is only a proposal.
// Environment: TRIMTAB_URL, TRIMTAB_EMAIL, TRIMTAB_PASSWORD, LRS_ENDPOINT, LRS_KEY, LRS_SECRET, LTS_FOLDER.
const path = require("path");
const suite = (name) => require(require.resolve(name, { paths: [process.env.LTS_FOLDER] }));
const Wreck = suite("@hapi/wreck");
const { InvalidPackageError } = suite(path.join(process.env.LTS_FOLDER, "lib", "errors"));

const home = process.env.TRIMTAB_URL;
const cookies = {};
const courses = {};
let imported = [];

async function ask(method, address, { payload, headers = {} } = {}) {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join("; ");
  const response = await Wreck.request(method, home + address, { payload, headers: { Accept: "application/json", Referer: home, cookie, ...headers } });
  for (const line of response.headers["set-cookie"] || []) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    cookies[name] = value;
  }
  const body = (await Wreck.read(response)).toString();
  return { status: response.statusCode, body, json: () => JSON.parse(body) };
}

function post(address, fields) {
  const payload = new URLSearchParams({ ...fields, csrfmiddlewaretoken: cookies.csrftoken }).toString();
  return ask("POST", address, { payload, headers: { "Content-Type": "application/x-www-form-urlencoded" } });
}

function expect(answer, ...statuses) {
  if (!statuses.includes(answer.status)) throw new Error(`${answer.status}: ${answer.body.slice(0, 500)}`);
  return answer;
}

async function send(stream, kind, name) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  const mark = "trimtab-conformance-part";
  const field = (head, data) => [Buffer.from(`--${mark}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`), data, Buffer.from("\r\n")];
  const payload = Buffer.concat([
    ...field('name="csrfmiddlewaretoken"', Buffer.from(cookies.csrftoken)),
    ...field(`name="package"; filename="${name}"\r\nContent-Type: ${kind}`, Buffer.concat(parts)),
    Buffer.from(`--${mark}--\r\n`),
  ]);
  return ask("POST", "/packages", { payload, headers: { "Content-Type": `multipart/form-data; boundary=${mark}` } });
}

module.exports = {
  setup: async () => {
    expect(await ask("GET", "/sign-in"), 200);
    expect(await post("/sign-in", { username: process.env.TRIMTAB_EMAIL, password: process.env.TRIMTAB_PASSWORD }), 302);
  },
  teardown: async () => {},

  getLrsEndpoint: () => process.env.LRS_ENDPOINT,
  getLrsAuthHeader: () => `Basic ${Buffer.from(`${process.env.LRS_KEY}:${process.env.LRS_SECRET}`).toString("base64")}`,

  importCourse: async (stream, kind, name) => {
    const answer = await send(stream, kind, name);
    if (answer.status === 422) throw new InvalidPackageError(answer.body);
    const { id } = expect(answer, 200).json();
    imported.push(id);
    return id;
  },

  getLaunchUrl: async (course, unit, actor, { registration, launchMode }) => {
    const answer = expect(await post(`/courses/${course}/units/${unit}/launch`, { mode: launchMode || "Normal" }), 200).json();
    if (registration && registration !== answer.registration) throw new Error(`The registration became ${answer.registration}.`);
    courses[answer.registration] = course;
    return answer.url;
  },

  cleanup: async () => {
    for (const id of imported) expect(await post(`/packages/${id}/changing`, { act: "withdraw" }), 302);
    imported = [];
  },

  hasWaive: () => true,
  waiveAU: async (registration, unit, reason) => {
    expect(await post(`/packages/${courses[registration]}/waiving`, { email: process.env.TRIMTAB_EMAIL, unit, reason }), 302);
  },

  hasAbandon: () => true,
  abandonSession: async (session) => {
    expect(await post(`/courses/sessions/${session}/ending`, {}), 302);
  },
};
