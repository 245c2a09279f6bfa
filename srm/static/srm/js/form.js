// Forms: the error summary takes the focus, a form is sent once, drafts save themselves.
(() => {
  document.querySelector("[data-error-summary]")?.focus();

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    (field.matches("input, select, textarea, button") ? field : field.querySelector("input, select, textarea") || field).focus();
  });

  // A resend does nothing on the server (the form carries a key); this only keeps the button from inviting it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sending) return event.preventDefault();
    form.dataset.sending = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
    for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) delete form.dataset.sending;
  });

  // <form data-autosave="URL" data-saved="Saved" data-unsaved="Not saved">: POSTs itself two seconds after a change.
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const note = document.querySelector("[data-autosave-note]");
    let timer = 0;
    let pending = null;
    const save = async () => {
      const data = new FormData(form);
      data.delete("_once");
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: data, headers: { "X-Autosave": "1" } }).catch(() => null);
      const draft = answer?.headers.get("X-Draft"); // a first save made the draft: from now on it is changed
      if (draft && !location.pathname.startsWith(draft)) {
        history.replaceState(null, "", draft);
        form.action = draft;
        form.dataset.autosave = draft.replace(/edit\/$/, "save/");
      }
      const version = answer?.headers.get("X-Version"); // what the next save has to name, lest it overwrite another tab's
      if (version && form.elements.version) form.elements.version.value = version;
      const why = answer?.status === 409 ? await answer.text() : "";
      if (note) note.textContent = answer?.ok ? form.dataset.saved : why || form.dataset.unsaved;
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const mine = (pending || Promise.resolve()).then(save).finally(() => {
          if (pending === mine) pending = null;
        });
        pending = mine;
      }, 2000);
    });
    // A first save under way is making the draft: sending now would make a second one.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (!pending) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pending.finally(() => form.requestSubmit(event.submitter));
    }, { capture: true });
  }
})();
