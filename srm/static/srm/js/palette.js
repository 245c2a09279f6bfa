// Ctrl-K opens the search; arrows choose, Enter goes.
(() => {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const input = palette.querySelector("input");
  const results = document.getElementById("palette-results");
  const hits = () => [...results.querySelectorAll("a.hit")];
  const open = () => {
    palette.showModal();
    input.select();
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!palette.open) open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette-open]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open();
    }
    if (event.target === palette) palette.close();
  });

  const choose = (hit) => {
    for (const other of hits()) other.setAttribute("aria-selected", other === hit);
    hit.id ||= `hit-${hits().indexOf(hit)}`;
    input.setAttribute("aria-activedescendant", hit.id);
    hit.scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("keydown", (event) => {
    const all = hits();
    const at = all.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = event.key === "ArrowDown" ? at + 1 : at - 1;
      if (all.length) choose(all[(next + all.length) % all.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      all[at].click();
    }
  });
  results.addEventListener("htmx:afterSwap", () => hits()[0] && choose(hits()[0]));
})();
