// A list with boxes to tick: one box that ticks all on the page, and follows when they are ticked one by one.

export function start(form) {
  const boxes = [...document.querySelectorAll(`input[name="person"][form="${form.id}"]`)];
  const all = form.querySelector("[data-tick-all]");
  const follow = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", follow));
  follow();
}
