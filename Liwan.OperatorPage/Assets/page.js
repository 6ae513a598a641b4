// What the page does beyond links and forms: it stays up to date, follows a console, and listens to a few keys.
"use strict";

const liveSwitch = document.getElementById("live-switch");
const live = document.getElementById("live");
const consoleView = document.getElementById("console");
let paused = false;
let connected = true;

function showState() {
  liveSwitch.hidden = !(live || consoleView);
  liveSwitch.className = "quiet" + (paused ? " paused" : connected ? "" : " lost");
  liveSwitch.textContent = paused ? liveSwitch.dataset.pausedWord : connected ? liveSwitch.dataset.liveWord : liveSwitch.dataset.lostWord;
  liveSwitch.setAttribute("aria-pressed", String(paused));
}

function listen(address, event, onEvent) {
  const source = new EventSource(address);
  source.addEventListener(event, onEvent);
  source.onopen = () => { connected = true; showState(); };
  source.onerror = () => { connected = false; showState(); };
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", shown => { if (shown.persisted) location.reload(); });
}

// The live part of the page is asked for anew and put in place of the old one; what is open, and where the reader is, stays.
if (live) {
  const signals = live.dataset.live.split(" ");
  const pace = 1000 * Number(live.dataset.liveSeconds || 1);
  let isDue = false;
  let isAsking = false;
  let last = Date.now();

  const isReading = () => {
    const selection = getSelection();
    return !selection.isCollapsed && live.contains(selection.anchorNode);
  };

  async function update() {
    if (!isDue || isAsking || paused || document.hidden || isReading() || Date.now() - last < pace) return;
    isDue = false;
    isAsking = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.redirected || !answer.ok && answer.status !== 404) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = fresh.getElementById("live");
      if (!part || paused || isReading()) { isDue = true; return; }
      const open = [...live.querySelectorAll("details[open][id]")].map(details => details.id);
      const focused = live.contains(document.activeElement) ? document.activeElement.closest("[id]")?.id : null;
      const wasSummary = document.activeElement?.tagName === "SUMMARY";
      live.replaceChildren(...part.childNodes);
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      const again = focused && document.getElementById(focused);
      if (again) (wasSummary ? again.querySelector("summary") : again).focus({ preventScroll: true });
      document.querySelector("footer").replaceChildren(...fresh.querySelector("footer").childNodes);
    } catch {
      isDue = true;
    } finally {
      isAsking = false;
      last = Date.now();
    }
  }

  listen("/live?since=" + document.getElementById("main").dataset.since, "changed", event => {
    if (event.data.split(" ").some(signal => signals.includes(signal))) isDue = true;
  });
  setInterval(update, 250);
}

// A console goes on where the page left off; its end stays in view while the reader is there.
if (consoleView) {
  const mostLines = 2000;
  const filter = document.querySelector("[data-filter-console] input[name=q]");
  const count = document.getElementById("console-count");
  const kind = text => /^\s*(fail|crit):/.test(text) ? "line bad" : /^\s*warn:/.test(text) ? "line warn" : "line";
  const waiting = [];

  const matches = text => text.toLowerCase().includes(filter.value.trim().toLowerCase());
  const recount = () => {
    count.textContent = count.dataset.word + " " + [...consoleView.children].filter(line => !line.hidden).length;
  };
  const append = () => {
    const atEnd = consoleView.scrollHeight - consoleView.scrollTop - consoleView.clientHeight < 40;
    for (const text of waiting.splice(0)) {
      const line = document.createElement("div");
      line.className = kind(text);
      line.textContent = text;
      line.hidden = !matches(text);
      consoleView.append(line);
    }
    while (consoleView.children.length > mostLines) consoleView.firstElementChild.remove();
    if (atEnd) consoleView.scrollTop = consoleView.scrollHeight;
    recount();
  };

  filter.addEventListener("input", () => {
    for (const line of consoleView.children) line.hidden = !matches(line.textContent);
    recount();
  });
  listen(consoleView.dataset.lines, "lines", event => {
    waiting.push(...JSON.parse(event.data));
    waiting.splice(0, waiting.length - mostLines);
    if (!paused) append();
  });
  liveSwitch.addEventListener("click", () => { if (!paused) append(); });
  consoleView.scrollTop = consoleView.scrollHeight;
}

for (const choice of document.querySelectorAll("select[data-go-to]")) {
  choice.addEventListener("change", () => { location.href = choice.dataset.goTo + encodeURIComponent(choice.value); });
}

// A link to a span or a log line opens it.
function openTarget() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  for (let details = target && target.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
  if (target) target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", openTarget);
openTarget();

if (liveSwitch) {
  liveSwitch.addEventListener("click", () => { paused = !paused; showState(); }, { capture: true });
  showState();
}

const places = { r: "/resources", t: "/traces", l: "/logs", m: "/metrics" };
let isGoing = false;
addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const search = document.querySelector("[data-search]");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "p" && liveSwitch && !liveSwitch.hidden) {
    liveSwitch.click();
  } else if (isGoing && places[event.key]) {
    location.href = places[event.key];
  }
  isGoing = event.key === "g";
});
