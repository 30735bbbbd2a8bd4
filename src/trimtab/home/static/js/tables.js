// Column headings of a table with data-sortable become buttons that sort its rows. `data-value` on a cell sorts by that.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
const figure = (text) => Number.parseFloat(text.replace("−", "-").replace(/[^\d.-]/g, ""));
const said = (row, column) => { const cell = row.cells[column]; return cell.dataset.value ?? cell.textContent.trim(); };

for (const table of document.querySelectorAll("table[data-sortable]")) {
  table.querySelectorAll("thead th").forEach((heading, column) => {
    if (!heading.textContent.trim()) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
    button.append(...heading.childNodes);
    button.insertAdjacentHTML("beforeend", '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M8 9l4-4 4 4M8 15l4 4 4-4"/></svg>');
    heading.append(button);
    button.addEventListener("click", () => sort(table, heading, column));
  });
}

function sort(table, heading, column) {
  const upwards = heading.getAttribute("aria-sort") !== "ascending";
  table.querySelectorAll("thead th").forEach((one) => one.removeAttribute("aria-sort"));
  heading.setAttribute("aria-sort", upwards ? "ascending" : "descending");
  const body = table.tBodies[0];
  const numbers = heading.classList.contains("is-number");
  const rows = [...body.rows].sort((a, b) => {
    const [x, y] = [said(a, column), said(b, column)];
    return numbers ? (figure(x) || 0) - (figure(y) || 0) : collator.compare(x, y);
  });
  body.append(...(upwards ? rows : rows.reverse()));
}
