"use strict";
// The list of findings: which row is open, its evidence, the bar, and keeping the place.
// keys.js calls what is put into window.findings. Without this file everything works by addresses.
(() => {
  const REMEMBERED = 8; // evidence panes kept for going back and forth
  const WAIT = 70; // milliseconds a row must stay open before its evidence is asked for

  const by = (id) => document.getElementById(id);
  const rows = () => [...document.querySelectorAll("#rows > .row")];
  const current = () => document.querySelector('#rows > .row[aria-current="true"]');
  const rowOf = (code) => by(`row-${code}`);
  const panes = new Map();
  let timer = 0;
  let list = by("listing");
  let place = null; // where the list stood before it was asked for anew
  let busy = false;
  let opened = ""; // the code in the bar; its row may have been replaced by a newer one

  function say(text, problem = false) {
    const said = by("bar-said");
    if (!said) return;
    said.textContent = text;
    said.classList.toggle("problem", problem);
  }

  // ---- the open row

  function open(row, { scroll = true, fresh = false, address = true } = {}) {
    if (!row) return;
    current()?.removeAttribute("aria-current");
    if (opened !== row.dataset.code) {
      close();
      say("");
    }
    opened = row.dataset.code;
    row.setAttribute("aria-current", "true");
    if (scroll) bring(row);
    fill(row);
    if (address) history.replaceState(history.state, "", row.querySelector("a.open").href);
    load(row.dataset.code, fresh);
  }

  function bring(row) {
    const box = by("rows");
    const head = row.previousElementSibling?.classList.contains("agency") ? row.previousElementSibling : row;
    const sticky = box.querySelector(".agency")?.offsetHeight ?? 0;
    const top = head.offsetTop - box.offsetTop - (head === row ? sticky : 0);
    const end = row.offsetTop - box.offsetTop + row.offsetHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (end > box.scrollTop + box.clientHeight) box.scrollTop = end - box.clientHeight;
  }

  function fill(row) {
    const bar = by("bar");
    const has = row.dataset;
    bar.removeAttribute("data-empty");
    by("bar-code").textContent = has.code;
    by("bar-story").textContent = has.kind ? has.story : "Chưa quyết định";
    by("bar-story").classList.toggle("moved", Boolean(has.moved));
    if (has.moved) by("bar-story").textContent += " · dữ kiện đã đổi sau đó";
    for (const form of bar.querySelectorAll("form.decide")) {
      form.elements.code.value = has.code;
      form.elements.seen.value = has.seen;
      form.elements.basis.value = has.basis;
      const blocked = Boolean(form.dataset.needs) && !has.owed;
      const button = form.querySelector("button.kind, summary");
      if (button?.tagName === "SUMMARY") button.setAttribute("aria-disabled", String(blocked));
      else if (button) button.disabled = false;
    }
    const owner = by("owner");
    if (!owner) return;
    if (document.activeElement !== owner) owner.value = has.owner;
    by("second-form").hidden = !has.awaits || has.by === by("desk").dataset.actor;
    const undo = by("undo-form");
    undo.hidden = !has.batch;
    undo.elements.batch.value = has.batch;
    undo.elements.code.value = has.code;
    by("undo-button").textContent = Number(has.together) > 1
      ? `Hủy cả lô ${has.together} quyết định` : "Hủy quyết định này";
  }

  // ---- evidence

  const ask = (code) => fetch(`/minh-chung/${code}`, { headers: { "HX-Request": "true" } })
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject(answer)));

  function paneOf(code) {
    if (!panes.has(code)) {
      const asked = ask(code);
      asked.catch(() => panes.delete(code));
      panes.set(code, asked);
      if (panes.size > REMEMBERED) panes.delete(panes.keys().next().value);
    }
    return panes.get(code);
  }

  function load(code, fresh) {
    clearTimeout(timer);
    if (fresh) panes.delete(code);
    const pane = by("evidence");
    if (!fresh && pane.dataset.code === code) return ahead(code);
    const wait = panes.has(code) ? 0 : WAIT;
    timer = setTimeout(() => {
      pane.setAttribute("aria-busy", "true");
      paneOf(code).then((text) => show(code, text), () => failed(code));
    }, wait);
    return undefined;
  }

  function show(code, text) {
    const pane = by("evidence");
    if (current()?.dataset.code !== code) return;
    htmx.swap(pane, text, { swapStyle: "innerHTML" });
    pane.dataset.code = code;
    pane.scrollTop = 0;
    pane.removeAttribute("aria-busy");
    ahead(code);
  }

  function failed(code) {
    if (current()?.dataset.code !== code) return;
    by("evidence").removeAttribute("aria-busy");
    by("evidence").dataset.code = "";
    by("evidence").textContent = `Không tải được minh chứng của ${code}; bấm lại vào dòng này để thử lại.`;
  }

  // The pane and the picture of the finding that will come next.
  function ahead(code) {
    const next = waitingAfter(rowOf(code)) ?? rowOf(code)?.nextElementSibling;
    if (!next?.dataset?.code || panes.has(next.dataset.code)) return;
    paneOf(next.dataset.code).then((text) => {
      const parsed = new DOMParser().parseFromString(text, "text/html");
      for (const image of parsed.querySelectorAll("img[src]")) new Image().src = image.getAttribute("src");
      for (const image of parsed.querySelectorAll("image[href]")) new Image().src = image.getAttribute("href");
    }, () => {});
  }

  function waitingAfter(row) {
    const all = rows();
    return all.slice(all.indexOf(row) + 1).find((one) => one.dataset.waits);
  }

  // ---- moving

  function step(by_) {
    const all = rows();
    const at = all.indexOf(current());
    const next = all[at + by_];
    if (at < 0) open(all[0]);
    else if (next) open(next);
    else turn(by_ > 0 ? "next" : "prev");
  }

  function turn(rel) {
    const link = document.querySelector(`.pages a[rel="${rel}"]`);
    if (link) htmx.trigger(link, "click");
    else say(rel === "next" ? "Đây là dòng cuối." : "Đây là dòng đầu.");
    return Boolean(link);
  }

  function onward(row) {
    const next = waitingAfter(row);
    if (next) open(next);
    else if (by("listing").dataset.older) turn("next");
    else {
      const first = rows().find((one) => one.dataset.waits);
      if (first) open(first);
      else open(row, { fresh: true });
    }
  }

  // ---- panels of the bar

  function close() {
    for (const one of document.querySelectorAll("#bar details[open]")) one.open = false;
  }

  function act(digit) {
    const form = document.querySelector(`#bar form.decide[data-digit="${digit}"]`);
    const row = current();
    if (!form || !row || busy) return;
    if (form.dataset.needs && !row.dataset.owed) {
      say("Loại này chỉ dùng cho sai lệch về một sản phẩm phải nộp.", true);
      return;
    }
    const panel = form.querySelector("details");
    if (!panel) { form.requestSubmit(); return; }
    panel.open = true;
    enter(panel); // at once: the next key may follow before the browser tells that it opened
  }

  function enter(panel) {
    if (panel.contains(document.activeElement) && document.activeElement.matches("input")) return;
    const field = panel.querySelector('input[name="day"], input[type="search"]') ?? panel.querySelector("input");
    field?.focus();
    if (field?.type === "search") htmx.trigger(field, "ask");
  }

  function reason(number) {
    const chosen = document.querySelector(`#bar details[open] input[data-number="${number}"]`);
    if (!chosen || chosen.form.dataset.needs) return; // there digits belong to the day or number
    chosen.checked = true;
    const own = chosen.closest("label").querySelector('input[type="text"]');
    if (own) own.focus();
    else chosen.form.requestSubmit();
  }

  document.addEventListener("toggle", (event) => {
    const panel = event.target;
    if (panel.matches?.("#facets details")) remember(panel);
    if (!panel.matches?.("#bar details")) return;
    if (!panel.open) { panel.closest("form").reset(); by("papers")?.replaceChildren(); return; }
    for (const one of document.querySelectorAll("#bar details[open]")) if (one !== panel) one.open = false;
    enter(panel);
  }, true);

  // ---- what was decided together, for Ctrl+Z in this browser window

  const batches = () => JSON.parse(sessionStorage.getItem("batches") ?? "[]");
  const keep = (some) => sessionStorage.setItem("batches", JSON.stringify(some.slice(-100)));

  function undo() {
    const some = batches();
    const batch = some.pop();
    if (!batch) { say("Không còn quyết định nào trong phiên này để hủy; xem trang Nhật ký.", true); return; }
    keep(some);
    htmx.ajax("POST", "/huy", { values: { batch }, swap: "none" });
  }

  // ---- answers

  const on = (name, act_) => document.addEventListener(name, (event) => act_(event.detail));
  on("decided", ({ code, batch, said, moves }) => {
    keep([...batches(), batch]);
    const row = rowOf(code);
    close();
    if (row && moves) onward(row);
    else if (row) open(row, { scroll: false, fresh: true });
    focusRows();
    say(`Đã ghi ${said}: ${code}. Ctrl+Z để hủy.`);
  });
  on("refused", ({ code, why }) => {
    const row = rowOf(code);
    if (row) open(row, { fresh: true });
    if (!document.querySelector("#bar details[open]")) focusRows(); // what she typed stays
    say(`Chưa ghi: ${why}.`, true);
  });
  on("undone", ({ codes, batch, said }) => {
    keep(batches().filter((one) => one !== batch));
    for (const code of codes) panes.delete(code);
    const row = codes.length === 1 ? rowOf(codes[0]) : null;
    if (row) open(row, { fresh: true });
    else again();
    focusRows();
    say(said);
  });
  on("lot", ({ batch, refused }) => {
    if (batch) keep([...batches(), batch]);
    if (!refused) by("bulk").close();
    panes.clear();
    again();
    if (!refused) focusRows();
  });

  // The same list anew, with the place kept.
  function again() {
    const open_ = current()?.dataset.code;
    const address = `${location.pathname.replace(/\/PH-[^/]*$/, "")}${location.search}`;
    note();
    htmx.ajax("GET", address, { target: "#listing", swap: "outerHTML", values: {} }).then(() => {
      if (open_ && !current()) open(rows()[0]);
    });
  }

  function focusRows() {
    by("rows")?.focus({ preventScroll: true });
  }

  // ---- keeping the place while the list is asked for anew

  function note(paging = false) {
    const box = by("rows");
    const row = current();
    place = {
      paging,
      scroll: box.scrollTop,
      top: row ? row.getBoundingClientRect().top : 0,
      codes: row ? rows().slice(rows().indexOf(row)).map((one) => one.dataset.code)
        : [by("evidence").dataset.code].filter(Boolean),
    };
  }

  function settle() {
    const fresh = by("listing");
    if (!fresh || fresh === list) return;
    list = fresh;
    for (const field of document.querySelectorAll('#bar input[name="ve"]')) field.value = location.search.slice(1);
    count();
    if (!place) { start(); return; }
    const was = place;
    place = null;
    const box = by("rows");
    const row = was.codes.map(rowOf).find(Boolean);
    if (was.paging || !row) {
      box.scrollTop = 0;
      open(rows().find((one) => one.dataset.waits) ?? rows()[0]);
      return;
    }
    if (row.dataset.code === was.codes[0]) box.scrollTop += row.getBoundingClientRect().top - was.top;
    else box.scrollTop = was.scroll;
    open(row);
  }

  function remember(panel) {
    const known = JSON.parse(sessionStorage.getItem("facets") ?? "{}");
    sessionStorage.setItem("facets", JSON.stringify({ ...known, [panel.id]: panel.open }));
  }

  function asLeft(scrolls = {}) {
    const known = JSON.parse(sessionStorage.getItem("facets") ?? "{}");
    for (const panel of document.querySelectorAll("#facets details")) {
      if (panel.id in known && panel.open !== known[panel.id]) panel.open = known[panel.id];
    }
    for (const [id, top] of Object.entries(scrolls)) if (by(id)) by(id).scrollTop = top;
  }

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target?.id !== "facets") return;
    const scrolls = { facets: target.scrollTop, filter: by("filter").scrollTop };
    for (const one of target.querySelectorAll("ul")) scrolls[one.id] = one.scrollTop;
    const held = target.contains(document.activeElement) ? document.activeElement.id : "";
    // Put in as it is: htmx would search the page once for each of its hundreds of boxes.
    event.detail.shouldSwap = false;
    target.replaceWith(fragment);
    asLeft(scrolls);
    if (held) by(held)?.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "listing" && !place) note(Boolean(event.detail.elt.closest(".pages")));
    if (event.detail.elt.closest?.("#bar form.decide")) busy = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.closest?.("#bar form.decide")) busy = false;
    if (event.detail.failed && event.detail.target?.id === "listing") place = null;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A conflict or a missing answer comes with the row or the questions as they now are.
    if ([409, 422].includes(event.detail.xhr.status) && event.detail.serverResponse) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterSettle", settle);
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = by("bulk");
    if (event.detail.target?.id === "bulk-content" && !dialog.open) dialog.showModal();
  });

  // ---- clicks

  document.addEventListener("click", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = event.target.closest?.("#rows a.open");
    if (link && plain) { event.preventDefault(); open(link.closest(".row"), { scroll: false }); focusRows(); }
    const shut = event.target.closest?.("[data-close]");
    if (!shut) return;
    const dialog = shut.closest("dialog");
    if (dialog) { event.preventDefault(); dialog.close(); } else close();
    focusRows();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("#rows .mark")) count();
  });

  function mark() {
    const box = current()?.querySelector(".mark");
    if (!box) return;
    box.checked = !box.checked;
    count();
  }

  function count() {
    const marked = document.querySelectorAll("#rows .mark:checked").length;
    const button = by("bulk-open");
    if (button) button.textContent = marked ? `Quyết định ${marked} dòng đánh dấu…` : "Quyết định hàng loạt…";
  }

  function start() {
    if (!by("desk")) return;
    list = by("listing");
    asLeft();
    by("desk").classList.add("live");
    const chosen = current() ?? (by("evidence").dataset.code ? null : rows()[0]);
    // An address without a query says nothing of the list around; from now on it does.
    if (chosen) open(chosen, { address: !location.search && location.pathname !== "/sai-lech" });
    if (chosen) bring(chosen);
    focusRows();
  }
  document.addEventListener("htmx:historyRestore", start);

  window.findings = { act, bring, close, current, focusRows, mark, open, reason, rows, step, undo };
  start();
})();
