// The closed four-colour track of the cycle, drawn to the size its box has.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const element = (name, attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const draw = (box) => {
    const svg = box.querySelector(".trk");
    const w = box.clientWidth, h = box.clientHeight, q = w / 4, r = 20;
    const [needs, segments, tactics, learn] = ["--needs", "--segments", "--tactics", "--learn"].map(css);
    const parts = [];
    const path = (d, stroke, more = {}) => parts.push(element("path", { d, fill: "none", stroke, "stroke-width": 3, ...more }));
    const arrow = (x, y, angle, fill) => parts.push(element("path", { d: "M-6 -6.5 L6 0 L-6 6.5 Z", transform: `translate(${x} ${y}) rotate(${angle})`, fill }));
    const shade = element("linearGradient", { id: "loop-return", x1: 1, x2: 0, y1: 0, y2: 0 });
    shade.append(element("stop", { offset: 0, "stop-color": learn }), element("stop", { offset: 0.72, "stop-color": learn, "stop-opacity": 0.55 }), element("stop", { offset: 1, "stop-color": needs }));
    parts.push(shade);
    path(`M0 ${h - r} V${r} A${r} ${r} 0 0 1 ${r} 0 H${q}`, needs);
    path(`M${q} 0 H${2 * q}`, segments);
    path(`M${2 * q} 0 H${3 * q}`, tactics);
    path(`M${3 * q} 0 H${w - r} A${r} ${r} 0 0 1 ${w} ${r} V${h - r}`, learn);
    path(`M${w} ${h - r} A${r} ${r} 0 0 1 ${w - r} ${h} H${r} A${r} ${r} 0 0 1 0 ${h - r}`, "url(#loop-return)", { "stroke-dasharray": "7 5" });
    [needs, segments, tactics].forEach((colour, i) => arrow((i + 1) * q + 7, 0, 0, colour));
    arrow(w, h * 0.5, 90, learn);
    arrow(w * 0.84, h, 180, learn);
    arrow(w * 0.14, h, 180, needs);
    arrow(0, h * 0.42, -90, needs);
    svg.replaceChildren(...parts);
  };
  for (const box of document.querySelectorAll("[data-loop]")) {
    new ResizeObserver(() => draw(box)).observe(box);
    new MutationObserver(() => draw(box)).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  }
})();
