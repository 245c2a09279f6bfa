// Charts from json_script data, and the loop's track. ECharts is loaded only where a chart is. No animation.
(() => {
  const here = document.currentScript;
  const root = document.documentElement;
  const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const colours = () => ({
    text: css("--text"), muted: css("--muted"), line: css("--line"), surface: css("--surface"), accent: css("--accent"), page: css("--page"),
    needs: css("--needs"), segments: css("--segments"), tactics: css("--tactics"), learn: css("--learn"),
    strategic: css("--strategic"), leverage: css("--leverage"), bottleneck: css("--bottleneck"), routine: css("--routine"),
    good: css("--good"), waiting: css("--amber"), late: css("--red"),
  });
  const faint = (hex, alpha) => {
    const n = parseInt(hex.slice(1), 16);
    return `rgba(${n >> 16},${(n >> 8) & 255},${n & 255},${alpha})`;
  };
  const format = (value, data) => new Intl.NumberFormat(root.lang, { maximumFractionDigits: data.places ?? 1 }).format(value).replace("-", "\u2212");
  const whole = (d) => (d.series || []).every((s) => s.values.every((v) => Number.isInteger(Array.isArray(v) ? v[1] : v ?? 0)));
  const figure = (c, d) => ({ type: "value", ...axis(c), minInterval: whole(d) ? 1 : undefined, axisLabel: { color: c.muted, fontSize: 12, hideOverlap: true, formatter: (v) => format(v, d) } });
  const axis = (c) => ({ axisTick: { show: false }, axisLine: { lineStyle: { color: c.line } }, axisLabel: { color: c.muted, fontSize: 12, hideOverlap: true }, splitLine: { lineStyle: { color: c.line } } });
  const order = ["accent", "segments", "tactics", "learn", "muted"];
  const colour = (c, name, index) => c[name] || c[order[index % order.length]];
  // The tooltip is drawn, not HTML: HTML would carry inline styles, which the security policy refuses.
  const base = (c) => ({ animation: false, textStyle: { fontFamily: '"Inter Variable",system-ui,sans-serif', color: c.text }, tooltip: { renderMode: "richText", backgroundColor: c.surface, borderColor: c.line, textStyle: { color: c.text, fontSize: 12 } } });

  // Room for the words at the ends of the lines, seven pixels a letter.
  const ending = (d) => 16 + 7 * Math.max(...d.series.map((s) => `${s.label} ${format([s.values.at(-1)].flat().at(-1) ?? 0, d)}`.length));

  const longestWord = (labels) => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = '12px "Inter Variable",system-ui,sans-serif';
    return Math.max(...labels.flatMap((label) => label.split(/\s+/)).map((word) => pen.measureText(word).width));
  };

  const kinds = {
    bar: (d, c) => {
      const flat = d.horizontal;
      const words = { type: "category", data: d.labels, inverse: flat, ...axis(c), splitLine: { show: false }, axisLabel: { color: c.text, fontSize: 12, width: flat ? 150 : 90, overflow: "break" } };
      const figures = { ...figure(c, d), axisLine: { show: false }, axisLabel: { ...figure(c, d).axisLabel, show: d.series.length > 1 || d.axis === true }, splitLine: { show: d.series.length > 1, lineStyle: { color: c.line } } };
      return {
        grid: { left: 8, right: flat ? 56 : 8, top: d.series.length > 1 ? 30 : 22, bottom: 4, outerBoundsMode: "same" },
        legend: d.series.length > 1 ? { top: 0, left: 0, itemWidth: 10, itemHeight: 10, textStyle: { color: c.muted } } : undefined,
        xAxis: flat ? figures : words, yAxis: flat ? words : figures,
        series: d.series.map((s, i) => ({
          name: s.label, type: "bar", stack: d.stacked ? "all" : undefined, barMaxWidth: flat ? 18 : 44, data: s.values,
          itemStyle: { color: colour(c, s.colour, i), borderRadius: 2, decal: s.scored ? { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -0.8, color: faint(c.surface, 0.6) } : undefined },
          label: { show: d.series.length === 1, position: flat ? "right" : "top", color: c.text, fontSize: 12, fontWeight: 550, formatter: (p) => format(p.value, d) },
        })),
      };
    },
    line: (d, c, box) => ({
      useUTC: Boolean(d.time),
      grid: { left: 8, right: Math.min(ending(d), box.clientWidth * 0.42), top: 18, bottom: 4, outerBoundsMode: "same" },
      xAxis: d.time ? { type: "time", ...axis(c), splitLine: { show: false } } : { type: "category", data: d.labels, boundaryGap: false, ...axis(c), splitLine: { show: false } },
      yAxis: { ...figure(c, d), scale: d.from_zero !== true, axisLine: { show: false } },
      series: d.series.map((s, i) => ({
        name: s.label, type: "line", data: s.values, symbol: "circle", symbolSize: 5, showSymbol: s.values.length < 3, step: s.step ? "end" : false, connectNulls: false,
        lineStyle: { width: 2, color: colour(c, s.colour, i), type: s.dashed ? [5, 4] : "solid" }, itemStyle: { color: colour(c, s.colour, i) },
        areaStyle: s.area ? { color: faint(colour(c, s.colour, i), 0.12) } : undefined,
        endLabel: { show: true, formatter: (p) => `${s.label} ${format(d.time ? p.value[1] : p.value, d)}`, color: colour(c, s.colour, i), fontSize: 12, fontWeight: 600 },
        labelLayout: { moveOverlap: "shiftY" },
        markLine: i === 0 && d.mark ? { symbol: "none", silent: true, lineStyle: { color: c.muted, type: [3, 3] }, label: { formatter: d.mark.label, color: c.muted, fontSize: 12 }, data: [{ xAxis: d.mark.at }] } : undefined,
      })),
    }),
    waterfall: (d, c, box) => {
      const slot = Math.floor((box.clientWidth - 40) / d.steps.length) - 8;
      const lying = longestWord(d.steps.map((s) => s.label)) > slot; // then they do not stand side by side
      let run = 0;
      const rest = [], bars = [];
      d.steps.forEach((s, i) => {
        const total = s.total ?? i === 0;
        const from = total ? 0 : Math.min(run, run + s.value);
        run = total ? s.value : run + s.value;
        const tone = total ? faint(c.good, 0.35 + (0.65 * i) / Math.max(1, d.steps.length - 1)) : c.line;
        rest.push(from);
        bars.push({ value: Math.abs(s.value), itemStyle: { color: tone, borderRadius: 2, borderColor: total ? undefined : c.muted, borderType: "dashed", borderWidth: total ? 0 : 1 } });
      });
      const width = lying ? Math.min(190, box.clientWidth * 0.42) : slot; // one line each, as rows are low
      const words = { type: "category", inverse: lying, data: d.steps.map((s) => s.label), ...axis(c), axisLabel: { interval: 0, color: c.text, fontSize: 12, width, overflow: "break", lineHeight: 15 } };
      const values = { show: false, type: "value" };
      return {
        grid: { left: 8, right: lying ? 48 : 8, top: lying ? 4 : 24, bottom: 4, outerBoundsMode: "same" },
        xAxis: lying ? values : words,
        yAxis: lying ? words : values,
        series: [
          { type: "bar", stack: "w", silent: true, itemStyle: { color: "transparent" }, data: rest, tooltip: { show: false } },
          { type: "bar", stack: "w", barMaxWidth: 44, data: bars, label: { show: true, position: lying ? "right" : "top", color: c.text, fontWeight: 600, fontSize: 12, formatter: (p) => format(d.steps[p.dataIndex].value, d) } },
        ],
      };
    },
    likert: (d, c, box) => {
      const steps = [c.late, faint(c.late, 0.55), c.line, faint(c.good, 0.55), c.good];
      const shade = (i) => steps[d.scale.length === 1 ? 2 : Math.round((i * 4) / (d.scale.length - 1))];
      const share = (q, i) => (100 * q.counts[i]) / Math.max(1, q.counts.reduce((a, b) => a + b, 0));
      return {
        grid: { left: 8, right: 16, top: box.clientWidth < 520 ? 52 : 28, bottom: 4, outerBoundsMode: "same" },
        legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10, textStyle: { color: c.muted, fontSize: 12 } },
        xAxis: { show: false, type: "value", max: 100 },
        yAxis: { type: "category", inverse: true, data: d.questions.map((q) => q.label), ...axis(c), axisLine: { show: false }, axisLabel: { color: c.text, fontSize: 12, width: Math.min(190, box.clientWidth * 0.42), overflow: "break", lineHeight: 14 } },
        series: d.scale.map((word, i) => ({ name: word, type: "bar", stack: "l", barMaxWidth: 18, itemStyle: { color: shade(i) }, data: d.questions.map((q) => share(q, i)), label: { show: true, color: shade(i) === c.late || shade(i) === c.good ? c.surface : c.text, fontSize: 12, formatter: (p) => (p.value >= 8 ? `${Math.round(p.value)} %` : "") } })),
      };
    },
    matrix: (d, c, box) => {
      const words = d.words || {};
      const most = Math.max(1, d.most || 0, ...d.points.map((p) => p.size || 1));
      const field = (name, x, y) => [{ xAxis: x, yAxis: y, itemStyle: { color: faint(c[name], 0.09) }, label: { show: true, formatter: words[name] || name, color: c[name], fontSize: 12, fontWeight: 600, position: `inside${y ? "Top" : "Bottom"}${x ? "Right" : "Left"}` } }, { xAxis: x + 50, yAxis: y + 50 }];
      const point = (p) => ({ value: [p.x, p.y], name: p.label, url: p.url, symbolSize: 10 + 26 * Math.sqrt((p.size || 1) / most), itemStyle: p.hollow ? { color: "transparent", borderColor: c[p.quadrant] || c.accent, borderWidth: 1.8, borderType: [3, 2] } : { color: faint(c[p.quadrant] || c.accent, 0.75), borderColor: c.surface, borderWidth: 1.5 } });
      const halo = (params, api) => {
        const [x, y] = api.coord([api.value(0), api.value(1)]);
        const [w, h] = api.size([api.value(2), api.value(3)]);
        const tone = c[d.points[params.dataIndexInside]?.quadrant] || c.accent;
        return { type: "ellipse", shape: { cx: x, cy: y, rx: Math.max(w, 14), ry: Math.max(h, 14) }, style: { fill: faint(tone, 0.12), stroke: tone, lineDash: [4, 3], lineWidth: 1.3 } };
      };
      const unsure = d.points.filter((p) => p.unstable);
      return {
        grid: { left: 26, right: 22, top: 24, bottom: 30, outerBoundsMode: "none" },
        xAxis: { min: 0, max: 100, interval: 50, ...axis(c), axisLabel: { show: false }, splitLine: { lineStyle: { color: c.surface, width: 3 } }, name: d.x_label, nameLocation: "middle", nameGap: 12, nameTextStyle: { color: c.muted, fontSize: 12 } },
        yAxis: { min: 0, max: 100, interval: 50, ...axis(c), axisLabel: { show: false }, splitLine: { lineStyle: { color: c.surface, width: 3 } }, name: d.y_label, nameLocation: "middle", nameGap: 10, nameTextStyle: { color: c.muted, fontSize: 12 } },
        series: [
          { type: "custom", silent: true, data: unsure.map((p) => [p.x, p.y, p.spread_x || 6, p.spread_y || 6]), renderItem: (params, api) => halo({ dataIndexInside: d.points.indexOf(unsure[params.dataIndexInside]) }, api), z: 1 },
          { type: "scatter", clip: false, data: d.points.map(point), z: 3, label: { show: box.clientWidth > 420, formatter: (p) => p.name, position: "right", color: c.text, fontSize: 12 }, labelLayout: { hideOverlap: true }, markArea: { silent: true, data: [field("leverage", 0, 50), field("strategic", 50, 50), field("routine", 0, 0), field("bottleneck", 50, 0)] } },
        ],
      };
    },
  };

  const draw = (figure) => {
    const data = JSON.parse(document.getElementById(figure.dataset.chartSource).textContent);
    const box = figure.querySelector("[data-chart-picture]");
    figure.classList.add("drawn");
    const chart = window.echarts.getInstanceByDom(box) || window.echarts.init(box, null, { renderer: "svg" });
    const paint = () => {
      const c = colours();
      chart.resize();
      chart.setOption({ ...base(c), ...kinds[figure.dataset.chart](data, c, box) }, true);
    };
    chart.off("click");
    chart.on("click", (p) => {
      const url = p.data?.url || data.urls?.[p.dataIndex];
      if (url) location.assign(url);
    });
    paint();
    if (figure.dataset.watched) return;
    figure.dataset.watched = "yes";
    new ResizeObserver(paint).observe(box);
    new MutationObserver(paint).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
    document.fonts.ready.then(paint);
  };

  const load = () => new Promise((done) => {
    if (window.echarts) return done();
    const script = Object.assign(document.createElement("script"), { src: here.dataset.library });
    script.addEventListener("load", done);
    document.head.append(script);
  });
  const start = (part) => {
    const figures = [...part.querySelectorAll("[data-chart]")];
    if (figures.length) load().then(() => figures.forEach(draw));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-switch]");
    if (!button) return;
    const asTable = button.closest("[data-chart]").classList.toggle("as-table");
    button.setAttribute("aria-pressed", asTable);
  });
  document.addEventListener("htmx:afterSwap", (event) => start(event.target));
  start(document);
})();
