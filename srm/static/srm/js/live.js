// Live regions: one event stream per topic; a change reloads the region by htmx and lets it flash once.
(() => {
  const marks = [...document.querySelectorAll("[data-live]")];
  const refresh = (mark) => {
    const target = mark.dataset.liveTarget;
    window.htmx.ajax("GET", mark.dataset.liveUrl, { target, swap: "outerHTML", select: target }).then(() => {
      document.querySelector(target)?.classList.add("flash");
    });
  };
  const listen = (address) => {
    const source = new EventSource(address);
    let timer = 0;
    const heard = () => {
      clearTimeout(timer); // many changes at once are one reload
      timer = setTimeout(() => marks.filter((mark) => mark.dataset.live === address).forEach(refresh), 150);
    };
    source.addEventListener("message", heard);
    source.addEventListener("changed", heard);
    addEventListener("pagehide", () => source.close());
  };
  [...new Set(marks.map((mark) => mark.dataset.live))].forEach(listen);
})();
