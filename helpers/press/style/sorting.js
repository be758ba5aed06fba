// A page of long tables reads well without this. With it, a click on a heading sorts, and a word leaves the rows that hold it.
const tables = [...document.querySelectorAll("main table")].filter(
  (table) => table.tHead && table.tHead.rows.length === 1 && !table.querySelector("tbody [rowspan]"),
);
const plain = (text) => text.normalize("NFKC").toLowerCase();
const shown = (row, column) => row.cells[column].textContent.trim();

function number(text) {
  const found = plain(text).replace(/[,\s+約]/g, "").replace(/^[▲△−]/, "-").match(/^-?\d+(\.\d+)?/);
  return found ? Number(found[0]) : NaN;
}

function compared(one, other) {
  const [a, b] = [number(one), number(other)];
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b) || one.localeCompare(other, "ja");
  return a - b;
}

for (const table of tables) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const column = heading.cellIndex;
      const rows = [...table.tBodies[0].rows].sort((a, b) => compared(shown(a, column), shown(b, column)));
      table.tBodies[0].append(...(down ? rows.reverse() : rows));
    });
  }
}

if (tables.length) {
  const line = document.createElement("p");
  line.className = "filter";
  line.innerHTML = '<label>行を絞り込む <input type="search"></label> <output></output>';
  document.querySelector("main").prepend(line);
  line.querySelector("input").addEventListener("input", (event) => {
    const words = plain(event.target.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const table of tables) {
      const heading = table.closest("section")?.querySelector("h2")?.textContent ?? "";
      for (const row of table.tBodies[0].rows) {
        const text = plain(`${heading} ${row.textContent}`);
        row.hidden = !words.every((word) => text.includes(word));
        count += row.hidden ? 0 : 1;
      }
    }
    for (const part of document.querySelectorAll("main > section:has(tbody)")) {
      part.hidden = !part.querySelector("tbody tr:not([hidden])");
    }
    line.querySelector("output").textContent = words.length ? `${count}行` : "";
  });
}
