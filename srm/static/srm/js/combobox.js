// <input data-combobox="URL"> in a line of a sheet, or in a field that takes several words parted by commas: what fits is
// listed below it. Arrows move, Enter takes, Escape closes.
(() => {
  const list = document.createElement("div");
  list.className = "combo-list card";
  list.id = "combo-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  let input = null;
  let timer = 0;
  let asked = "";

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    input?.setAttribute("aria-expanded", "false");
    input?.removeAttribute("aria-activedescendant");
  };
  const mark = (option) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const cell = (name) => input.closest("[data-line]")?.querySelector(`[name$="-${name}"]`);
  const isPlain = () => !input.closest("[data-lines]");
  const typed = () => (isPlain() ? input.value.split(/[,;]/).pop() : input.value).trim();
  const put = (name, value) => {
    const field = cell(name);
    if (field && value !== undefined) field.value = value;
  };
  const append = (value) => {
    const before = input.value.match(/^.*[,;]/s)?.[0] ?? "";
    input.value = `${before}${before ? " " : ""}${value}`;
    clearTimeout(timer);
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const take = (option) => {
    if (isPlain()) return append(option.dataset.value);
    const { item, name, unit, category, price, note } = option.dataset;
    input.value = name;
    put("item", item);
    put("unit", unit);
    put("category", category);
    put("unit_price", price);
    const line = input.closest("[data-line]").querySelector("[data-line-note]");
    if (line) line.textContent = note;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.dispatchEvent(new Event("input", { bubbles: true, cancelable: true }));
    clearTimeout(timer);
    cell("quantity")?.focus();
  };
  const show = async () => {
    const text = typed();
    asked = text;
    if (text.length < 2) return close();
    const answer = await fetch(`${input.dataset.combobox}?q=${encodeURIComponent(text)}`).catch(() => null);
    if (!answer?.ok || asked !== text || document.activeElement !== input) return;
    list.innerHTML = await answer.text();
    const box = input.getBoundingClientRect();
    const home = list.parentElement.getBoundingClientRect();
    list.style.top = `${box.bottom - home.top}px`;
    list.style.left = `${box.left - home.left}px`;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  const start = (field) => {
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "combo-list"]]) field.setAttribute(name, value);
  };
  for (const field of document.querySelectorAll("[data-combobox]")) start(field);

  document.addEventListener("focusin", (event) => {
    if (!event.target.matches?.("[data-combobox]")) return;
    input = event.target;
    start(input);
    const host = input.closest("[data-lines]") ?? input.parentElement;
    if (list.parentElement !== host) host.append(list);
  });
  document.addEventListener("input", (event) => {
    if (event.target !== input || event.cancelable) return; // our own, after a choice, is cancelable
    put("item", ""); // what is typed over is no longer that item
    clearTimeout(timer);
    timer = setTimeout(show, 150);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target !== input || list.hidden) return;
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (all.length) mark(all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(all[at]);
    } else if (event.key === "Escape") close();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) take(option);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === input) close();
  });
})();
