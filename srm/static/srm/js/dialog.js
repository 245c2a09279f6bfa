// Confirm with an optional reason: a button with data-confirm waits for the dialog, then its form is sent.
(() => {
  const dialog = document.getElementById("confirm");
  if (!dialog) return;
  const part = (name) => dialog.querySelector(`[data-confirm-${name}]`);
  const reason = dialog.querySelector("textarea");
  let waiting = null;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-confirm], input[data-confirm]");
    if (!button || button.dataset.confirmed) return;
    event.preventDefault();
    waiting = button;
    part("title").textContent = button.dataset.confirmTitle || button.dataset.confirmLabel || button.textContent.trim();
    part("text").textContent = button.dataset.confirm;
    part("ok").textContent = button.dataset.confirmLabel || button.textContent.trim();
    part("reason").hidden = !("confirmReason" in button.dataset);
    reason.value = "";
    reason.required = !part("reason").hidden;
    dialog.returnValue = "";
    dialog.showModal();
  });

  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "ok" || !waiting) return;
    const form = waiting.form;
    if (reason.required) {
      const field = form.querySelector("[name=reason]") || Object.assign(document.createElement("input"), { type: "hidden", name: "reason" });
      field.value = reason.value;
      form.append(field);
    }
    waiting.dataset.confirmed = "yes";
    form.requestSubmit(waiting);
    delete waiting.dataset.confirmed;
  });

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-dismiss]");
    if (close) close.closest("[data-message]").remove();
  });
})();
