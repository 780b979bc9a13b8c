// Draws every specification of the page, and again when the colours of the screen change.
(() => {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const drawn = [];

  const config = () => {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    const ink = { labelColor: of("--soft"), titleColor: of("--ink") };
    return {
      background: "transparent",
      font: "system-ui, sans-serif",
      title: { color: of("--ink"), fontWeight: 600 },
      axis: { ...ink, gridColor: of("--line"), domainColor: of("--line"), tickColor: of("--line"), titleFontWeight: 500 },
      header: ink,
      legend: ink,
      view: { stroke: of("--line") },
      text: { color: of("--ink") },
    };
  };

  const isEmpty = (value) =>
    value !== null && typeof value === "object" && Object.keys(value).length === 0;

  // Templates have channels that this plot does not need; Vega would warn of each.
  const withoutEmptyChannels = (part) => {
    for (const [key, value] of Object.entries(part)) {
      if (value === null || typeof value !== "object" || key === "data") continue;
      if (key === "encoding" || key === "facet") {
        for (const channel of Object.keys(value)) {
          if (isEmpty(value[channel])) delete value[channel];
        }
      }
      withoutEmptyChannels(value);
    }
  };

  const fitted = (spec, name) => {
    // The grammar has not changed in what templates of version 5 use.
    delete spec.$schema;
    withoutEmptyChannels(spec);
    // The card says it already.
    if (spec.title?.text === name) delete spec.title;
    const facets = spec.facet || spec.encoding?.column || spec.encoding?.row;
    if (spec.width === 300 && !facets) {
      spec.width = "container";
      spec.autosize = { type: "fit-x", contains: "padding" };
    }
    return spec;
  };

  const draw = async (data) => {
    const target = document.getElementById(data.dataset.plot);
    const spec = fitted(JSON.parse(data.textContent), data.dataset.name);
    try {
      const { view } = await vegaEmbed(target, spec, {
        mode: "vega-lite",
        ast: true,
        renderer: "svg",
        config: config(),
        theme: dark.matches ? "dark" : undefined,
        tooltip: { theme: dark.matches ? "dark" : "light" },
        actions: { export: true, source: false, compiled: false, editor: false },
        downloadFileName: data.dataset.name,
        loader: { http: { credentials: "omit" } },
      });
      drawn.push(view);
      target.dataset.state = "drawn";
    } catch (error) {
      const note = document.createElement("p");
      note.className = "fault";
      note.textContent = `This plot cannot be drawn: ${error.message}`;
      target.replaceChildren(note);
      target.dataset.state = "failed";
    }
  };

  const drawAll = async () => {
    drawn.splice(0).forEach((view) => view.finalize());
    await Promise.all([...document.querySelectorAll("script[data-plot]")].map(draw));
    document.documentElement.dataset.drawn = "yes";
  };

  const filtered = (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const plot of document.querySelectorAll(".plot")) {
      plot.hidden = !plot.dataset.id.toLowerCase().includes(wanted);
    }
  };

  const start = () => {
    document.querySelector("#filter")?.addEventListener("input", filtered);
    dark.addEventListener("change", drawAll);
    drawAll();
  };

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
