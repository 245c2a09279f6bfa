// The bid form: totals while typing, what is still missing, and the typo guard. Decides nothing: the server checks again.
(() => {
  const form = document.querySelector("[data-bid]");
  if (!form) return;
  const words = form.dataset;
  const language = document.documentElement.lang;
  const money = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const plain = (text) => {
    let clean = text.replace(/[\s\u00a0\u202f']/g, "");
    if (clean.includes(",") && clean.includes(".")) clean = clean.replaceAll(clean.lastIndexOf(",") > clean.lastIndexOf(".") ? "." : ",", "");
    clean = clean.replace(",", ".");
    return /^\d+(\.\d+)?$/.test(clean) ? Number(clean) : null;
  };
  const kind = (row) => row.dataset.name.toLowerCase().replace(/,/g, " ").trim().split(/\s+/)[0] || "";
  const inputs = (row) => row.querySelectorAll("input");
  const price = (row) => plain(inputs(row)[0].value);
  const median = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  };
  // The same rule as tenders/rules/likely.py: eight times away from rows that start with the same word.
  const likely = (row, rows) => {
    const amount = price(row);
    const likes = rows.filter((other) => other !== row && kind(other) === kind(row)).map(price).filter((value) => value !== null);
    if (likes.length < 2 || !amount || amount <= 0) return null;
    const middle = median(likes);
    if (middle <= 0 || (middle / 8 < amount && amount < middle * 8)) return null;
    const guesses = [10, 100, 1000, 0.1, 0.01, 0.001].map((slip) => amount / slip);
    const distance = (guess) => Math.max(guess / middle, middle / guess);
    return guesses.reduce((best, guess) => (distance(guess) < distance(best) ? guess : best));
  };
  const button = (label, css, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: `btn btn-sm ${css}`, textContent: label });
    made.addEventListener("click", act);
    return made;
  };
  const guard = (row, rows) => {
    const old = row.nextElementSibling?.classList.contains("guard") ? row.nextElementSibling : null;
    const field = inputs(row)[0];
    const guess = field.dataset.right === field.value ? null : likely(row, rows);
    field.parentElement.classList.toggle("odd", guess !== null);
    // The same question stays the same element: rebuilt under a pressed mouse button, it would swallow the click.
    if (old && guess !== null && old.dataset.asks === `${field.value} ${guess}`) return;
    old?.remove();
    if (guess === null) return;
    const exact = String(Number(guess.toPrecision(12)));
    const shown = /\.\d\d/.test(exact) ? exact : Number(exact).toFixed(2);
    const line = Object.assign(document.createElement("tr"), { className: "guard" });
    line.dataset.asks = `${field.value} ${guess}`;
    const cell = Object.assign(document.createElement("td"), { colSpan: 6 });
    const box = Object.assign(document.createElement("div"), { className: "row-i" });
    const text = Object.assign(document.createElement("span"), { textContent: `${words.far} ${words.ask} ${shown}?` });
    text.setAttribute("role", "alert");
    const use = button(`${words.use} ${shown}`, "btn-primary", () => {
      field.value = shown;
      for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
      field.focus();
    });
    const keep = button(`${field.value} ${words.right}`, "btn-quiet", () => {
      field.dataset.right = field.value;
      refresh();
      field.focus();
    });
    box.append(text, use, keep);
    cell.append(box);
    line.append(cell);
    row.after(line);
  };
  const lot = (section) => {
    const rows = [...section.querySelectorAll("[data-row]")];
    const begun = rows.some((row) => inputs(row)[0].value.trim());
    let sum = 0;
    let filled = 0;
    for (const row of rows) {
      const amount = price(row);
      const total = amount === null ? null : Math.round(amount * Number(row.dataset.quantity) * 100 + 1e-6) / 100;
      row.querySelector("[data-total]").textContent = total === null ? "–" : money.format(total);
      sum += total ?? 0;
      filled += amount !== null && inputs(row)[1].value.trim() !== "";
      for (const field of inputs(row)) field.parentElement.classList.toggle("wanted", begun && !field.value.trim());
    }
    section.querySelector("[data-lot-total]").textContent = begun ? money.format(sum) : "–";
    const count = document.querySelector(`[data-lot-count="${section.dataset.lot}"]`);
    if (count) {
      count.textContent = `${filled} / ${rows.length}`;
      count.classList.toggle("missing", begun && filled < rows.length);
    }
    return rows;
  };
  const answers = () => {
    const note = document.querySelector("[data-answer-count]");
    if (!note) return;
    const names = new Set([...form.elements].map((field) => field.name).filter((name) => name.startsWith("answers-")));
    const given = [...names].filter((name) => String(new FormData(form).get(name) ?? "").trim());
    note.textContent = `${given.length} / ${names.size}`;
    note.classList.toggle("missing", given.length < names.size);
  };
  const sections = [...form.querySelectorAll("[data-lot]")];
  const refresh = () => {
    sections.forEach((section) => lot(section));
    answers();
  };
  form.addEventListener("input", refresh);
  form.addEventListener("change", (event) => {
    const section = event.target.closest("[data-lot]");
    if (!section) return;
    const rows = lot(section);
    rows.forEach((row) => guard(row, rows));
  });
  refresh();
  sections.forEach((section) => {
    const rows = lot(section);
    rows.forEach((row) => guard(row, rows));
  });
})();
