// Bring the boxed or marked passage into view inside its own frame; the page itself stays put.
"use strict";
(() => {
  function sight() {
    for (const frame of document.querySelectorAll(".sheet, .read-text")) {
      const mark = frame.querySelector("rect.quote, rect.part, .here");
      if (!mark) continue;
      const outer = frame.getBoundingClientRect();
      const inner = mark.getBoundingClientRect();
      frame.scrollTop += inner.top - outer.top - Math.min(60, frame.clientHeight / 5); // with what stands above
      frame.scrollLeft += Math.max(0, inner.right - outer.right);
    }
  }
  // Asked for by the pane and by the list around it. (window.evidence is the element of that id.)
  if (!window.passageInSight) {
    window.passageInSight = sight;
    document.addEventListener("htmx:afterSettle", (event) => {
      if (event.target.closest?.("#evidence, .looking")) sight();
    });
  }
  sight();
})();
