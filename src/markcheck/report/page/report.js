"use strict";
(() => {
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const documents = [...document.querySelectorAll("section.document")];

  function chosen(name) {
    return new Set([...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value));
  }

  // A block stays while its level is wanted; a finding while its severity, its rule and its block are;
  // a document while its path matches and, where findings were narrowed, one of them is left.
  function filter() {
    const severities = chosen("severity");
    const levels = chosen("level");
    const allSeverities = severities.size === form.querySelectorAll('input[name="severity"]').length;
    const allLevels = levels.size === form.querySelectorAll('input[name="level"]').length;
    const rule = form.elements.rule.value;
    const words = form.elements.path.value.trim().toLowerCase();
    let left = 0;
    let findings = 0;
    for (const item of documents) {
      let blocks = 0;
      let own = 0;
      for (const block of item.querySelectorAll(".block")) {
        block.hidden = !allLevels && !levels.has(block.dataset.level);
        blocks += block.hidden ? 0 : 1;
      }
      for (const finding of item.querySelectorAll(".finding")) {
        const block = finding.closest(".block");
        finding.hidden = !severities.has(finding.dataset.severity) || (rule !== "" && finding.dataset.rule !== rule) ||
          (block ? block.hidden : !allLevels && !levels.has(item.dataset.level));
        own += finding.hidden ? 0 : 1;
      }
      item.hidden = !item.dataset.path.toLowerCase().includes(words) || (!allLevels && blocks === 0) ||
        ((!allSeverities || rule !== "") && own === 0);
      document.querySelector(`tr[data-document="${item.id}"]`).hidden = item.hidden;
      left += item.hidden ? 0 : 1;
      findings += item.hidden ? 0 : own;
    }
    shown.textContent = `${left} of ${documents.length} documents shown, ${findings} findings`;
  }

  function land() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (let part = target; part; part = part.parentElement) {
      part.hidden = false;
      if (part.tagName === "DETAILS") { part.open = true; }
    }
    const details = target.querySelector(":scope > details");
    if (details) { details.open = true; }
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
    target.scrollIntoView();
  }

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  window.addEventListener("hashchange", land);
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) { details.open = true; }
  });
  filter();
  land();
})();
