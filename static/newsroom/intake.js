// The two sides of an intake light each other up, and words chosen in the report become a card or fill a field.
"use strict";
{
  const report = document.getElementById("report");
  const lit = (card, on) => {
    for (const one of document.querySelectorAll(`[data-card="${CSS.escape(card)}"]`)) one.classList.toggle("lit", on);
  };
  for (const name of ["focusin", "focusout", "pointerover", "pointerout"]) {
    document.addEventListener(name, (event) => {
      const one = event.target.closest?.("[data-card]");
      if (one) lit(one.dataset.card, name === "focusin" || name === "pointerover");
    });
  }
  report?.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-card]");
    const card = mark && document.getElementById(mark.dataset.card);
    if (!card) return;
    event.preventDefault();
    card.scrollIntoView({ block: "center" });
    card.querySelector("input:not([type=hidden])")?.focus({ preventScroll: true });
  });
  // On a small screen the report begins folded away.
  if (document.querySelector(".intake-draft") && matchMedia("(max-width: 700px)").matches) {
    document.querySelector(".intake-report").open = false;
  }

  const place = (node, offset) => {
    const part = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    return part && report.contains(part) ? Number(part.dataset.start) + offset : null;
  };
  const chosen = () => {
    const selection = getSelection();
    if (!report || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    const text = selection.toString().trim().replace(/\s+/g, " ");
    return text && start !== null && end !== null && end > start ? { text: text.slice(0, 300), span: [start, end], range } : null;
  };
  const keep = (holder, name, span) => {
    const spans = holder.querySelector("input[name$=spans]");
    spans.value = JSON.stringify({ ...JSON.parse(spans.value || "{}"), [name]: span });
  };
  const addCard = (kind, { text, span }) => {
    const total = document.getElementById(`id_${kind}-TOTAL_FORMS`);
    const holder = document.createElement("div");
    holder.innerHTML = document.getElementById(`${kind}-card`).innerHTML.replaceAll("__prefix__", total.value);
    const card = holder.firstElementChild;
    total.value = Number(total.value) + 1;
    document.querySelector(`button[name=_more][value=${kind}]`).parentElement.before(card);
    card.querySelector("[name$=-take]").checked = true;
    card.querySelector("[name$=-name]").value = text;
    card.querySelector(".intake-take label").textContent = text;
    keep(card, "name", span);
    card.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: kind } }));
    card.scrollIntoView({ block: "center" });
    card.querySelector("[name$=-name]").focus({ preventScroll: true });
  };
  const fill = (name, { text, span }) => {
    const field = document.getElementById(`id_${name}`);
    field.value = text;
    keep(document.getElementById("occasion"), name, span);
    field.focus();
  };
  const ways = [
    ["Person", (words) => addCard("people", words)],
    ["Institution", (words) => addCard("bodies", words)],
    ["Title", (words) => fill("title", words)],
    ["Venue", (words) => fill("venue", words)],
    ["Date", (words) => fill("start_date", words)],
  ];
  const tools = document.createElement("div");
  tools.className = "intake-tools";
  tools.hidden = true;
  tools.setAttribute("role", "toolbar");
  tools.setAttribute("aria-label", "Use the chosen words as");
  for (const [label, use] of ways) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      const words = tools.words;
      tools.hidden = true;
      if (words) use(words);
    });
    tools.append(button);
  }
  const show = () => {
    const words = chosen();
    tools.hidden = !words;
    if (!words) return;
    tools.words = words;
    const box = words.range.getBoundingClientRect();
    tools.style.insetInlineStart = `${Math.max(8, box.left + scrollX)}px`;
    tools.style.insetBlockStart = `${box.bottom + scrollY + 6}px`;
  };
  if (report && document.getElementById("people-card")) {
    document.body.append(tools);
    report.addEventListener("pointerup", () => setTimeout(show));
    report.addEventListener("keyup", show);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") tools.hidden = true;
    });
  }
}
