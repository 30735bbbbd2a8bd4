// Passkeys: asks the server what to ask for, asks the browser, and sends its answer in the form's hidden field "passkey".
// The element is a form, or a fieldset in one: data-question (address), data-kind (get or create), data-action (where to send, when it
// is not where the form goes), data-failed (the sentence when the browser gives none). What only works with it has data-with-passkeys.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const described = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function asked(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.sentence);
  const options = told.publicKey;
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  options.excludeCredentials = described(options.excludeCredentials);
  options.allowCredentials = described(options.allowCredentials);
  return options;
}

function answered(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function run(element, button) {
  const form = element.closest("form");
  button.disabled = true;
  try {
    const publicKey = await asked(element.dataset.question);
    const credential = await navigator.credentials[element.dataset.kind]({ publicKey });
    form.elements.passkey.value = JSON.stringify(answered(credential));
    if (element.dataset.action) form.action = element.dataset.action;
    form.submit();
  } catch (error) {
    button.disabled = false;
    // What a browser says of itself is in its own words and English; ours are plain errors.
    const sentence = error.constructor === Error && error.message ? error.message : element.dataset.failed;
    document.dispatchEvent(new CustomEvent("toast", { detail: { sentence } }));
  }
}

export function start(element) {
  // A passkey belongs to a name: at an address of figures there is none.
  if (!window.PublicKeyCredential || /^[\d.]+$|:/.test(location.hostname)) return;
  for (const part of element.querySelectorAll("[data-with-passkeys]")) part.hidden = false;
  for (const part of element.querySelectorAll("[data-without-passkeys]")) part.hidden = true;
  const button = element.querySelector("[data-passkey]");
  button.addEventListener("click", () => run(element, button));
}
