"use strict";
// Keys of the list, by their place on the keyboard (event.code): a Vietnamese input method changes
// what a key types, or hides it behind "Process", but not where it lies.
(() => {
  const TYPED_IN = "textarea, select, [contenteditable], "
    + 'input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])';
  const PRESSED = "a, button, summary, input, [role='button']";
  const by = (id) => document.getElementById(id);

  const digit = (code) => /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];

  function help() {
    by("help").open = !by("help").open;
  }

  function escape(event) {
    const inside = (id) => event.target.closest?.(`#${id}`);
    if (by("help").open) by("help").open = false;
    else if (document.querySelector("#bar details[open]")) findings.close();
    else if (!inside("evidence") && !event.target.matches?.("#q, #owner, #facets *")) return;
    findings.focusRows();
  }

  function search() {
    by("q").focus();
    by("q").select();
  }

  const ends = { Home: 0, End: -1 };

  function scrollEvidence(part) {
    by("evidence").scrollBy({ top: part * by("evidence").clientHeight * 0.85 });
  }

  function pressed(event) {
    const { code } = event;
    const rows = Boolean(event.target.closest?.("#rows")) || event.target === document.body;
    const native = event.target.matches?.(PRESSED) && !rows;
    const reading = Boolean(event.target.closest?.("#evidence"));
    const number = digit(code);
    if (document.querySelector("#bar details[open]")) return number ? () => findings.reason(number) : null;
    if (number) return Number(number) <= 6 ? () => findings.act(number) : null;
    if (code === "Slash" || code === "NumpadDivide") return event.shiftKey ? help : search;
    if (reading && code !== "Space") return null;
    if (code === "ArrowDown" || code === "ArrowUp") return () => findings.step(code === "ArrowDown" ? 1 : -1);
    if (code in ends) return () => findings.open(findings.rows().at(ends[code]));
    if (code === "PageDown" || code === "PageUp") return () => scrollEvidence(code === "PageDown" ? 1 : -1);
    if (native) return null;
    if (code === "Space") return findings.mark;
    if (code === "Enter" || code === "NumpadEnter") return () => by("evidence").focus();
    return null;
  }

  document.addEventListener("keydown", (event) => {
    if (!by("desk") || by("bulk").open) return;
    if (event.code === "Escape" && !event.isComposing) { escape(event); return; }
    if (event.target.matches?.(TYPED_IN)) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyZ") {
      event.preventDefault();
      if (!event.repeat) findings.undo();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = pressed(event);
    if (!act) return;
    event.preventDefault();
    // A key held down moves through the rows, but never decides twice.
    if (event.repeat && !/^(Arrow|Page)/.test(event.code)) return;
    act();
  });
})();
