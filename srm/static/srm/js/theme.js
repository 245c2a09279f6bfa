// Runs before the first paint: a stored choice is already on <html>; "auto" follows the system.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const choice = root.dataset.theme;
    root.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
  };
  dark.addEventListener("change", apply);
  apply();
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    if (!form) return;
    event.preventDefault();
    const choice = event.submitter.value;
    const data = new FormData(form);
    data.set("theme", choice);
    fetch(form.action, { method: "POST", body: data, redirect: "manual" });
    root.dataset.theme = choice;
    apply();
    for (const button of form.querySelectorAll("button")) {
      button.toggleAttribute("aria-current", button === event.submitter);
      if (button === event.submitter) button.setAttribute("aria-current", "true");
    }
  });
})();
