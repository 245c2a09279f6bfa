// Time left by the server's clock: the offset is taken from a page's Date header, never from the machine alone.
(() => {
  let offset = 0;
  const twoDigits = (n) => String(n).padStart(2, "0");
  const sync = async () => {
    const sent = Date.now();
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => null);
    const date = answer && Date.parse(answer.headers.get("Date"));
    if (date) offset = date + 500 - (sent + Date.now()) / 2;
  };
  const show = (element) => {
    const left = Math.max(0, Math.floor((Number(element.dataset.countdown) - Date.now() - offset) / 1000));
    const days = Math.floor(left / 86400);
    const clock = [Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60].map(twoDigits);
    if (days === 0) element.textContent = clock.join(":");
    element.classList.toggle("soon", left < 300 && left >= 60);
    element.classList.toggle("last", left < 60);
    if (left === 0 && !element.dataset.over) {
      element.dataset.over = "yes";
      element.dispatchEvent(new CustomEvent("countdown:over", { bubbles: true }));
    }
  };
  const tick = () => document.querySelectorAll("[data-countdown]").forEach(show);
  if (document.querySelector("[data-countdown]")) sync().then(tick);
  setInterval(tick, 1000);
})();
