// How hard a password is to guess, said beside its field while somebody writes. It only says: what is taken, the server decides.
// Estimated here, without a network: what people write often (words of passwords, years, rows of keys, repeats, names on the same page)
// counts as one guess among few, and what is left by its kind of character.

const OFTEN = (
  "password passwort kennwort passw0rd welcome willkommen letmein admin administrator secret geheim login master hello hallo iloveyou " +
  "dragon monkey sunshine princess football baseball shadow superman batman trustno starwars whatever freedom summer sommer winter " +
  "spring autumn herbst january february march april august september october november december monday friday company firma test " +
  "qwerty qwertz qwert asdf asdfgh zxcvbn yxcvbn 1qaz 2wsx abc123 trimtab changeme default"
).split(" ").sort((one, other) => other.length - one.length);
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"];
const BITS_OF_A_KNOWN_WORD = 6;
const LEVELS = [28, 42, 60];

/** The bits that a password is worth, at least; `known` are words that whoever guesses knows as well. */
export function bits(password, known = []) {
  let left = password.toLowerCase();
  let sum = 0;
  const take = (pattern, worth) => { left = left.replace(pattern, () => { sum += worth; return "\n"; }); };
  for (const word of [...known, ...OFTEN]) if (word.length > 2) take(new RegExp(word.replace(/[^\p{L}\p{N}]/gu, "\\$&"), "gu"), BITS_OF_A_KNOWN_WORD);
  take(/(19|20)\d\d/g, BITS_OF_A_KNOWN_WORD);
  take(/(.)\1{2,}/gu, 4);
  for (const row of [...ROWS, ...ROWS.map((one) => [...one].reverse().join(""))]) {
    for (let length = row.length; length > 2; length -= 1) {
      for (let at = 0; at + length <= row.length; at += 1) {
        while (left.includes(row.slice(at, at + length))) { left = left.replace(row.slice(at, at + length), "\n"); sum += 4; }
      }
    }
  }
  for (const letter of left.replaceAll("\n", "")) sum += /\p{L}|\p{N}| /u.test(letter) ? 3 : 4;
  if (password !== password.toLowerCase() && password !== password.toUpperCase()) sum += 2;
  return sum;
}

/** 1 (easy to guess) to 4. */
export const level = (password, known) => 1 + LEVELS.filter((least) => bits(password, known) >= least).length;

export function start(element) {
  const field = element.querySelector("input[type=password]");
  const box = element.querySelector(".strength");
  const words = element.dataset.words.split("|");
  const known = () => [...(field.form?.querySelectorAll("input[type=text]") ?? [])].flatMap((one) => one.value.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  field.addEventListener("input", () => {
    box.hidden = !field.value;
    if (!field.value) return;
    const reached = level(field.value, known());
    box.querySelector("meter").value = reached;
    box.dataset.level = reached;
    const said = box.querySelector("span");
    if (said.textContent !== words[reached - 1]) said.textContent = words[reached - 1];
  });
}
