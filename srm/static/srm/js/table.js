// Tables: a row opens on click and Enter, j and k move, x ticks, columns are chosen, ticked rows raise the bulk bar.
(() => {
  const interactive = "a, button, input, select, textarea, label, summary";

  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest(interactive) || getSelection().toString()) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  });

  // A button of the bulk bar may have a key (data-key="a"): it acts on what is ticked, else on the row in focus.
  const pressButton = (row, key) => {
    const form = row.closest("[data-bulk-form]");
    const button = /^[a-z]$/.test(key) && form?.querySelector(`[data-bulk-bar] button[data-key="${key}"]`);
    if (!button) return;
    if (!form.querySelector("input[name=ids]:checked")) row.querySelector("input[name=ids]").checked = true;
    form.requestSubmit(button);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = document.activeElement.closest?.("table.rows tbody tr");
    if (event.key === "Enter" && row?.dataset.href && document.activeElement === row) location.assign(row.dataset.href);
    if (row && document.activeElement === row) pressButton(row, event.key);
    if (event.key === "x" && document.activeElement === row) row.querySelector("input[name=ids]")?.click();
    if ((event.key !== "j" && event.key !== "k") || document.activeElement.closest("input, textarea, select, dialog, [contenteditable]")) return;
    const rows = [...(row ? row.parentElement : document).querySelectorAll("table.rows tbody tr, :scope > tr")].filter((r) => r.tabIndex === -1);
    const at = rows.indexOf(row);
    const next = event.key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
    rows[next]?.focus();
  });

  const key = (table) => `srm.columns.${table.dataset.table}`;
  const show = (table, off) => {
    for (const cell of table.querySelectorAll("[data-col]")) cell.toggleAttribute("data-off", off.includes(cell.dataset.col));
    for (const box of table.querySelectorAll("[data-columns] input")) box.checked = !off.includes(box.value);
  };
  // What scrolls sideways is reached by keyboard, under the name of its card.
  const reach = (box) => {
    if (box.scrollWidth <= box.clientWidth || box.hasAttribute("tabindex")) return;
    const name = box.querySelector("caption") || box.closest(".card, section, form")?.querySelector("h2, h3, legend");
    box.tabIndex = 0;
    if (name?.textContent.trim()) {
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", name.textContent.trim());
    }
  };
  const grown = new ResizeObserver((boxes) => boxes.forEach((box) => reach(box.target)));
  const start = (root) => {
    for (const box of root.querySelectorAll(".scroll-x")) grown.observe(box);
    for (const table of root.querySelectorAll("[data-table]")) {
      const stored = localStorage.getItem(key(table));
      if (stored) show(table, JSON.parse(stored));
    }
  };
  document.addEventListener("change", (event) => {
    const table = event.target.closest("[data-table]");
    if (!table) return;
    if (event.target.closest("[data-columns]")) {
      const off = [...table.querySelectorAll("[data-columns] input:not(:checked)")].map((box) => box.value);
      localStorage.setItem(key(table), JSON.stringify(off));
      show(table, off);
    }
    if (event.target.matches("[data-tick-all]")) {
      for (const box of table.querySelectorAll("input[name=ids]")) box.checked = event.target.checked;
    }
    const ticked = table.querySelectorAll("input[name=ids]:checked").length;
    const bar = table.querySelector("[data-bulk-bar]");
    if (bar) {
      bar.hidden = ticked === 0;
      bar.querySelector("[data-bulk-count]").textContent = ticked;
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => start(event.target));
  start(document);
})();
