"use strict";
// The form: fields become JSON, the answer becomes text. Nothing that was sent becomes HTML.
(() => {
  const form = document.getElementById("form");
  const result = document.getElementById("result");
  const fields = [...form.querySelectorAll("[data-name]")];
  const examples = JSON.parse(document.getElementById("examples").textContent);
  for (const place of document.querySelectorAll("[data-origin]")) place.textContent = location.origin;

  const fill = (row) => {
    for (const field of fields) {
      const value = row[field.dataset.name];
      field.value = value === null || value === undefined ? "" : String(value);
    }
  };

  const choice = document.getElementById("example");
  examples.forEach((row, number) => choice.add(new Option(`row ${number + 1}`, number)));
  document.getElementById("choice").hidden = examples.length < 2;
  choice.addEventListener("change", () => fill(examples[choice.value]));
  fill(examples[0]);

  // What is no number is sent as it was typed: the server says what is wrong with it.
  const valueOf = (field) => {
    const text = field.value;
    if (text === "") return null;
    if (field.dataset.kind === "text") return text;
    if (field.dataset.kind === "boolean") return text === "true";
    return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  };

  const line = (name, text) => {
    const made = document.createElement("p");
    made.className = name;
    made.textContent = text;
    return made;
  };

  const raw = (body) => {
    const made = document.createElement("pre");
    made.textContent = JSON.stringify(body, null, 2);
    return made;
  };

  const mark = (problems) => {
    const named = new Map(problems.map((one) => [one.field, one]));
    fields.forEach((field, place) => {
      const problem = named.get(field.dataset.name);
      const text = problem ? `expected ${problem.expected}; got ${problem.got}` : "";
      field.setAttribute("aria-invalid", String(Boolean(problem)));
      document.getElementById(`problem${place}`).textContent = text;
    });
    const first = fields.find((field) => field.getAttribute("aria-invalid") === "true");
    if (first) first.focus();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const row = Object.fromEntries(fields.map((field) => [field.dataset.name, valueOf(field)]));
    const headers = { "Content-Type": "application/json" };
    const token = document.getElementById("token");
    if (token) headers.Authorization = `Bearer ${token.value}`;
    try {
      const answer = await fetch("/predict", { method: "POST", headers, body: JSON.stringify(row) });
      const body = await answer.json();
      if (answer.ok) {
        mark([]);
        const said = `Decision ${body.decision}, at a score of ${body.score.toPrecision(4)}.`;
        result.replaceChildren(line("answer", said), raw(body));
      } else {
        mark(body.error.problems || []);
        result.replaceChildren(line("bad", `${answer.status}: ${body.error.message}`), raw(body));
      }
    } catch (error) {
      mark([]);
      result.replaceChildren(line("bad", `No answer: ${error.message}`));
    }
  });
})();
