"use strict";
// What every page does: words in the corner, and saying so when the program does not answer.
(() => {
  const SHOWN = 8000; // milliseconds; problems stay until they are closed

  function button(text, action) {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "button light";
    one.textContent = text;
    one.addEventListener("click", action);
    return one;
  }

  function dress(toast, tone, undo) {
    if (undo) {
      toast.append(" ", button("Hoàn tác", () => {
        toast.remove();
        htmx.ajax("POST", "/huy", { values: { batch: undo }, swap: "none" });
      }));
    }
    toast.append(" ", button("Đóng", () => toast.remove()));
    if (tone !== "problem") leave(toast, undo ? 2 * SHOWN : SHOWN);
  }

  function leave(toast, after) {
    setTimeout(() => {
      if (toast.matches(":hover, :focus-within")) leave(toast, SHOWN);
      else toast.remove();
    }, after);
  }

  function show({ text, tone = "done", undo = null }) {
    const region = document.getElementById("toasts");
    const toast = document.createElement("p");
    toast.className = `toast ${tone}`;
    toast.textContent = text;
    if (tone === "problem") toast.setAttribute("role", "alert");
    for (const old of [...region.children].slice(0, -1)) old.remove();
    region.append(toast);
    dress(toast, tone, undo);
  }

  const poll = (event) => event.detail.elt?.id === "newer";
  document.body.addEventListener("toast", (event) => show(event.detail));
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, (event) => {
      if (poll(event)) return;
      show({ tone: "problem", text: "Không nối được với chương trình nên chưa ghi được gì; "
        + "hãy xem cửa sổ lệnh còn mở không, rồi thử lại." });
    });
  }
  document.body.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Trigger") || poll(event)) return;
    show({ tone: "problem", text: "Chưa thực hiện được; hãy tải lại trang rồi thử lại." });
  });
  for (const toast of document.querySelectorAll("#toasts > .toast")) {
    dress(toast, toast.classList[1], toast.dataset.undo);
  }
})();
