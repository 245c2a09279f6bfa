// Lines in words get a category suggested from the text and past choices; what a person has chosen is left alone.
(() => {
  const timers = new WeakMap();

  const suggest = async (box, row) => {
    const field = (name) => row.querySelector(`[name$="-${name}"]`);
    const [text, item, category] = [field("description"), field("item"), field("category")];
    if (!text || !category || item?.value || (category.value && !category.dataset.suggested)) return;
    const answer = await fetch(`${box.dataset.category}?q=${encodeURIComponent(text.value)}`).catch(() => null);
    const found = answer?.ok ? await answer.json() : null;
    if (!found || item?.value || (category.value && !category.dataset.suggested)) return;
    if (category.value === found.category) return;
    category.value = found.category;
    category.dataset.suggested = "yes";
    const note = row.querySelector("[data-line-note]");
    if (note) note.textContent = found.note;
    category.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-lines][data-category]");
    const row = event.target.closest("tr[data-line]");
    if (!box || !row || !event.target.name?.endsWith("-description")) return;
    clearTimeout(timers.get(row));
    timers.set(row, setTimeout(() => suggest(box, row), 500));
  });

  document.addEventListener("change", (event) => {
    if (event.isTrusted && event.target.name?.endsWith("-category")) delete event.target.dataset.suggested;
  });
})();
