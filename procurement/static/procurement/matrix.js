// The matrix: a bubble is dragged, or moved by the arrow keys, to where its category should come to stand; PNG from the SVG.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  let held = null;

  const field = (svg) => svg.dataset.field.split(" ").map(Number);
  const within = (value) => Math.min(100, Math.max(0, Math.round(value)));
  const placed = (svg, at) => {
    const [left, top, right, bottom] = field(svg);
    return { x: left + (at.x / 100) * (right - left), y: bottom - (at.y / 100) * (bottom - top) };
  };
  const read = (svg, x, y) => {
    const [left, top, right, bottom] = field(svg);
    return { x: within((100 * (x - left)) / (right - left)), y: within((100 * (bottom - y)) / (bottom - top)) };
  };
  const under = (svg, event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return read(svg, point.x, point.y);
  };
  const home = (bubble) => {
    const dot = bubble.querySelector(".mx-dot");
    return read(bubble.ownerSVGElement, Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy")));
  };

  const drawn = (name, svg) => svg.appendChild(Object.assign(document.createElementNS(SVG, name)));
  const show = (bubble, at) => {
    const svg = bubble.ownerSVGElement, dot = bubble.querySelector(".mx-dot"), to = placed(svg, at);
    held.ghost ||= drawn("circle", svg);
    held.line ||= drawn("line", svg);
    const shape = { class: "mx-ghost", cx: to.x, cy: to.y, r: dot.getAttribute("r") };
    const path = { class: "mx-ghost-line", x1: dot.getAttribute("cx"), y1: dot.getAttribute("cy"), x2: to.x, y2: to.y };
    Object.entries(shape).forEach(([name, value]) => held.ghost.setAttribute(name, value));
    Object.entries(path).forEach(([name, value]) => held.line.setAttribute(name, value));
    held.at = at;
    const live = document.querySelector("[data-mx-live]");
    if (live) live.textContent = live.dataset.words.replace("%(x)s", at.x).replace("%(y)s", at.y);
  };
  const leave = () => {
    held?.ghost?.remove();
    held?.line?.remove();
    held = null;
  };
  const ask = (bubble, at) => location.assign(`${bubble.dataset.target}?risk=${at.x}&impact=${at.y}`);

  document.addEventListener("pointerdown", (event) => {
    const bubble = event.target.closest?.("a.mx-b[data-target]");
    if (!bubble || event.button !== 0) return;
    leave();
    held = { bubble, from: [event.clientX, event.clientY], moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held?.from) return;
    const far = Math.hypot(event.clientX - held.from[0], event.clientY - held.from[1]);
    held.moved ||= far > 6;
    if (held.moved) show(held.bubble, under(held.bubble.ownerSVGElement, event));
  });
  document.addEventListener("pointerup", () => {
    if (!held?.from) return;
    if (held.moved) ask(held.bubble, held.at);
    else leave();
  });
  document.addEventListener("pointercancel", leave);
  document.addEventListener("dragstart", (event) => event.target.closest?.("a.mx-b") && event.preventDefault());
  document.addEventListener("click", (event) => {
    if (held?.moved && event.target.closest?.("a.mx-b")) event.preventDefault();
  });

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  document.addEventListener("keydown", (event) => {
    const bubble = event.target.closest?.("a.mx-b[data-target]");
    if (!bubble) return;
    const mine = held?.bubble === bubble && !held.from;
    if (STEPS[event.key]) {
      event.preventDefault();
      if (!mine) {
        leave();
        held = { bubble, at: home(bubble) };
      }
      const [x, y] = STEPS[event.key].map((step) => step * (event.shiftKey ? 5 : 1));
      show(bubble, { x: within(held.at.x + x), y: within(held.at.y + y) });
    } else if (event.key === "Enter" && mine) {
      event.preventDefault();
      ask(bubble, held.at);
    } else if (event.key === "Escape" && mine) leave();
  });
  document.addEventListener("focusout", (event) => {
    if (held && !held.from && event.target === held.bubble) leave();
  });

  const save = (blob, name) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-png]");
    if (!link) return;
    event.preventDefault();
    const picture = new Image();
    picture.addEventListener("load", () => {
      const sheet = Object.assign(document.createElement("canvas"), { width: picture.width * 2, height: picture.height * 2 });
      sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
      sheet.toBlob((blob) => save(blob, `portfolio-${new Date().toISOString().slice(0, 10)}.png`), "image/png");
    });
    picture.addEventListener("error", () => location.assign(link.href));
    picture.src = link.href;
  });

  const fold = () => {
    const part = document.querySelector("[data-look-fold]:not([data-asked])");
    if (part && matchMedia("(max-width: 640px)").matches) part.open = false;
  };
  document.addEventListener("htmx:afterSwap", fold);
  fold();
  document.addEventListener("change", (event) => event.target.closest?.("[data-look] select")?.form.requestSubmit());
})();
