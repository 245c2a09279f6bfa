// Lines of a formset: add from the template, paste rows copied in Excel.
(() => {
  const total = (box) => box.querySelector(`[name="${box.dataset.lines}-TOTAL_FORMS"]`);
  const rows = (box) => [...box.querySelectorAll("tr[data-line]")];

  const add = (box) => {
    const count = Number(total(box).value);
    const most = Number(box.querySelector(`[name="${box.dataset.lines}-MAX_NUM_FORMS"]`)?.value || 1000);
    if (count >= most) return null;
    const fresh = box.querySelector("template").content.cloneNode(true).querySelector("tr");
    for (const element of fresh.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replaceAll("__prefix__", count));
      }
    }
    fresh.querySelector(".n").prepend(String(rows(box).length + 1));
    box.querySelector("tbody").append(fresh);
    total(box).value = count + 1;
    window.htmx?.process(fresh);
    return fresh;
  };

  const put = (field, text) => {
    if (!field) return;
    if (field.tagName === "SELECT") {
      const wanted = text.trim().toLowerCase();
      const option = [...field.options].find((o) => o.value.toLowerCase() === wanted || o.text.trim().toLowerCase() === wanted);
      if (option) field.value = option.value;
    } else if (field.type === "number" || field.inputMode === "decimal") {
      field.value = text.replace(/[\s\u00a0]/g, "").replace(",", ".");
    } else {
      field.value = text.trim();
    }
    if (field.value) field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-line]");
    if (!button) return;
    add(button.closest("[data-lines]"))?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });

  document.addEventListener("paste", (event) => {
    const box = event.target.closest("[data-lines][data-paste]");
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!box || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const names = box.dataset.paste.split(/[\s,]+/);
    const cell = event.target.name?.split("-").at(-1);
    const from = Math.max(0, names.indexOf(cell));
    let row = event.target.closest("tr[data-line]");
    for (const line of text.replace(/\r/g, "").replace(/\n+$/, "").split("\n")) {
      row ||= add(box);
      if (!row) return;
      line.split("\t").forEach((value, index) => put(row.querySelector(`[name$="-${names[from + index]}"]`), value));
      do row = row.nextElementSibling; while (row && !row.matches("[data-line]"));
    }
  });
})();
