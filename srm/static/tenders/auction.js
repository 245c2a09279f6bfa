// An auction's room: the clock by the server's time, parts drawn anew when something happened, bids pressed twice.
(() => {
  const room = document.querySelector("[data-room]");
  if (!room) return;
  const address = room.dataset.url || location.pathname;
  const state = { offset: 0, opens: null, closes: null, mark: room.dataset.mark, connected: false, busy: false, again: false };
  const two = (n) => String(n).padStart(2, "0");

  const asClock = (seconds) => {
    const days = Math.floor(seconds / 86400);
    const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
    const hours = Math.floor(seconds / 3600) % 24;
    return days ? `${days} d ${two(hours)}:${rest}` : hours ? `${two(hours)}:${rest}` : rest;
  };
  const tick = () => {
    for (const element of document.querySelectorAll("[data-room-clock]")) {
      const until = state[element.dataset.roomClock];
      if (!until) continue;
      const left = Math.max(0, Math.ceil((until - Date.now() - state.offset) / 1000));
      const text = asClock(left);
      if (element.textContent !== text) element.textContent = text;
      element.classList.toggle("soon", left < 300 && left >= 60);
      element.classList.toggle("last", left < 60);
      if (left === 0) scheduleAsk(1500);
    }
  };

  // Half the way there and back is the time the answer took; the shortest of the last rounds is the truest.
  const rounds = [];
  const learn = (sent, received, now) => {
    rounds.push({ took: received - sent, offset: now - (sent + received) / 2 });
    if (rounds.length > 8) rounds.shift();
    state.offset = rounds.reduce((best, one) => (one.took < best.took ? one : best)).offset;
  };
  const ask = async () => {
    const sent = Date.now();
    const answer = await fetch(room.dataset.clock, { cache: "no-store", credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok) return link(false);
    const clock = await answer.json();
    learn(sent, Date.now(), clock.now);
    Object.assign(state, { opens: clock.opens_at, closes: clock.closes_at });
    tick();
    if (state.mark !== clock.mark && !state.busy) refresh();
    if (!state.connected && source.readyState === EventSource.OPEN) link(true);
  };
  let waiting = 0;
  const scheduleAsk = (after) => {
    if (waiting) return;
    waiting = setTimeout(() => { waiting = 0; ask(); }, after);
  };

  const differs = (old, fresh) => (fresh.dataset.key === undefined ? old.innerHTML !== fresh.innerHTML : old.dataset.key !== fresh.dataset.key);
  const refresh = async () => {
    if (state.busy) { state.again = true; return; }
    state.busy = true;
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" }).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      state.mark = page.querySelector("[data-room]").dataset.mark;
      for (const fresh of page.querySelectorAll("[data-part]")) {
        const old = document.getElementById(fresh.id);
        if (!old || !differs(old, fresh)) continue;
        old.replaceWith(document.importNode(fresh, true));
        const now = document.getElementById(fresh.id);
        now.classList.add("flash");
        now.dispatchEvent(new CustomEvent("htmx:afterSwap", { bubbles: true }));
      }
      link(state.connected);
      tick();
    }
    state.busy = false;
    if (state.again) { state.again = false; refresh(); }
  };

  const link = (on) => {
    state.connected = on;
    for (const mark of document.querySelectorAll("[data-room-link]")) {
      const words = mark.querySelector("[data-up]");
      mark.classList.toggle("is-up", on);
      words.textContent = on ? words.dataset.up : words.dataset.down;
    }
  };
  const source = new EventSource(room.dataset.stream);
  source.addEventListener("open", () => { link(true); ask(); });
  source.addEventListener("error", () => link(false));
  source.addEventListener("changed", () => { refresh(); ask(); });
  addEventListener("pagehide", () => source.close());
  setInterval(tick, 200);
  setInterval(() => { if (!state.connected) ask(); }, 3000);
  setInterval(ask, 20000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });

  // A suggested bid is armed by the first press and sent by the second; without scripts the server asks.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-twice] button");
    if (!button) return;
    const form = button.form;
    if (button.dataset.armed) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "confirmed", value: button.value }));
      return;
    }
    event.preventDefault();
    for (const other of form.querySelectorAll("[data-armed]")) {
      delete other.dataset.armed;
      other.querySelector("[data-twice-note]").textContent = other.dataset.note;
    }
    const note = button.querySelector("[data-twice-note]");
    Object.assign(button.dataset, { armed: "yes", note: note.textContent });
    note.textContent = form.dataset.twice;
  });
  ask();
})();
