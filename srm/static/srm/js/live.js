// Live regions: one event stream for all topics on the page; a change reloads the region by htmx.
(() => {
  const regions = [...document.querySelectorAll("[data-live]")];
  const endpoint = document.documentElement.dataset.liveUrl;
  if (!regions.length || !endpoint) return;
  const topics = [...new Set(regions.map((region) => region.dataset.live))];
  const source = new EventSource(`${endpoint}?${topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join("&")}`);
  const refresh = (region) => {
    const target = region.dataset.liveTarget || `#${region.id}`;
    window.htmx.ajax("GET", region.dataset.liveUrl, { target, swap: "outerHTML", select: target }).then(() => {
      document.querySelector(target)?.classList.add("flash");
    });
  };
  source.addEventListener("message", (event) => {
    const topic = event.lastEventId && event.data ? JSON.parse(event.data).topic : null;
    for (const region of regions) if (!topic || region.dataset.live === topic) refresh(region);
  });
  addEventListener("pagehide", () => source.close());
})();
