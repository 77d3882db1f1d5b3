"use strict";
(() => {
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const form = document.getElementById("filter");
  const needle = document.getElementById("needle");
  const shown = document.getElementById("shown");
  const chapters = [...document.querySelectorAll(".chapter")].map((chapter) => ({
    chapter,
    name: fold(chapter.querySelector("h3").textContent),
    items: [...chapter.querySelectorAll(".finding")].map((item) => ({ item, text: fold(item.textContent) })),
  }));
  const apply = () => {
    const words = fold(needle.value).split(/\s+/).filter(Boolean);
    const severities = new Set([...form.querySelectorAll("input:checked")].map((box) => box.value));
    let count = 0;
    for (const { chapter, name, items } of chapters) {
      let left = 0;
      for (const { item, text } of items) {
        const fits = severities.has(item.dataset.severity) && words.every((word) => text.includes(word) || name.includes(word));
        item.hidden = !fits;
        left += fits ? 1 : 0;
      }
      chapter.hidden = left === 0;
      count += left;
    }
    shown.textContent = shown.dataset.words.replace("#", String(count));
  };
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("#findings") && (target.hidden || target.closest("[hidden]"))) {
      needle.value = "";
      form.querySelectorAll("input[type=checkbox]").forEach((box) => { box.checked = true; });
      apply();
      target.scrollIntoView();
    }
  };
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  form.hidden = chapters.length === 0;
  if (!form.hidden) apply();
})();
