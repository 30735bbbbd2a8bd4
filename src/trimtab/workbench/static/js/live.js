// A list that grows while one watches: asks data-address every few seconds and puts what is new in front of the list data-list.
const EVERY = 3000;
const MOST = 500;

export function start(box) {
  const list = document.getElementById(box.dataset.list);
  const said = box.querySelector("[role=status]");
  const address = new URL(box.dataset.address, location.href);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: box.dataset.off });
  let timer = 0;
  let seen = 0;

  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(address);
        if (answer.status === 200) show(await answer.text(), answer.headers.get("X-After"));
        else if (answer.status !== 204) throw new Error(answer.status);
        else if (!seen) said.textContent = box.dataset.none;
      } catch {
        said.textContent = box.dataset.away;
      }
    }
    if (timer) timer = setTimeout(look, EVERY);
  };

  const show = (rows, after) => {
    address.searchParams.set("after", after);
    const before = list.children.length;
    list.insertAdjacentHTML("afterbegin", rows);
    seen += list.children.length - before;
    while (list.children.length > MOST) list.lastElementChild.remove();
    said.textContent = `${box.dataset.some} ${seen}`;
    list.closest("main").querySelector(".empty")?.remove();
  };

  button.addEventListener("click", () => {
    const on = !timer;
    clearTimeout(timer);
    timer = on ? setTimeout(look, 0) : 0;
    button.textContent = on ? box.dataset.on : box.dataset.off;
    if (!on) said.textContent = "";
  });
  box.querySelector("a").replaceWith(button);
}
