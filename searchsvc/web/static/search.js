// What the pages do beyond being read: completions, keys, stepping through matches. All of it is optional.
"use strict";

document.documentElement.classList.add("js");

const box = document.getElementById("q");

function typing(event) {
  const at = event.target;
  return event.ctrlKey || event.metaKey || event.altKey || at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !typing(event)) {
    event.preventDefault();
    box.focus();
    box.select();
  }
  if (event.key === "Escape" && location.hash === "#filters") location.hash = "main";
});

// Completions: the combobox pattern of the ARIA Authoring Practices. Arrows fill the box, Escape gives back what was typed.
function completions(input) {
  const frame = input.closest("[data-suggest]");
  const list = document.createElement("ul");
  let typed = input.value;
  let at = -1;
  let timer = 0;
  let asked = null;

  list.id = "completions";
  list.className = "completions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Completions");
  frame.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    input.setAttribute(name, value);
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    at = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    const options = list.children;
    at = place < -1 ? options.length - 1 : place >= options.length ? -1 : place;
    for (let i = 0; i < options.length; i++) options[i].setAttribute("aria-selected", String(i === at));
    if (at < 0) {
      input.value = typed;
      input.removeAttribute("aria-activedescendant");
    } else {
      input.value = options[at].dataset.text;
      input.setAttribute("aria-activedescendant", options[at].id);
    }
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map((suggestion, i) => {
      const option = document.createElement("li");
      option.id = `completion-${i}`;
      option.dataset.text = suggestion.text;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const text = document.createElement("span");
      text.dir = "auto";
      text.textContent = suggestion.text;
      const number = document.createElement("span");
      number.className = "number";
      number.textContent = `${suggestion.articles.toLocaleString("en")} ${suggestion.articles === 1 ? "article" : "articles"}`;
      option.append(text, number);
      return option;
    }));
    at = -1;
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    try {
      const reply = await fetch(`${frame.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: asked.signal });
      if (reply.ok && document.activeElement === input) show((await reply.json()).suggestions);
      else close();
    } catch (error) {
      if (error.name !== "AbortError") close(); // the search itself works without completions
    }
  }

  input.addEventListener("input", () => {
    typed = input.value;
    clearTimeout(timer);
    if (typed.trim()) timer = setTimeout(ask, 100);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (open) {
        event.preventDefault();
        choose(at + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "ArrowDown" && input.value.trim()) {
        event.preventDefault();
        typed = input.value;
        ask();
      }
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      input.value = typed;
      close();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    input.value = option.dataset.text;
    input.form.requestSubmit();
  });
}

// The histogram is one stop for Tab; the arrows go from bar to bar.
function roving(group) {
  const bars = [...group.querySelectorAll("a")];
  let current = Math.max(0, bars.findIndex((bar) => bar.hasAttribute("aria-current")));
  bars.forEach((bar, i) => bar.setAttribute("tabindex", i === current ? "0" : "-1"));
  group.addEventListener("keydown", (event) => {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = bars[current + move];
    if (!next) return;
    event.preventDefault();
    bars[current].setAttribute("tabindex", "-1");
    current += move;
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}

// From match to match of an article: n and p, or the buttons.
function stepping(bar) {
  const all = Number(bar.dataset.marks);
  const says = bar.querySelector(".steps-count");
  const whole = says.textContent;
  const place = () => Number((/^#m(\d+)$/.exec(location.hash) || [])[1] || 0);
  const tell = () => { says.textContent = place() ? `${place()} of ${whole}` : whole; };

  function go(step) {
    const from = place();
    const to = from ? ((from - 1 + step + all) % all) + 1 : step > 0 ? 1 : all;
    location.replace(`#m${to}`);
  }
  for (const [text, name, step] of [["↑", "Previous match (p)", -1], ["↓", "Next match (n)", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => go(step));
    says.parentNode.insertBefore(button, bar.querySelector(".steps-first"));
  }
  bar.querySelector(".steps-first").remove();
  bar.querySelector(".steps-last").remove();
  document.addEventListener("keydown", (event) => {
    if (typing(event) || event.shiftKey) return;
    if (event.key === "n") go(1);
    if (event.key === "p") go(-1);
  });
  window.addEventListener("hashchange", tell);
  tell();
}

completions(box);
// On a phone the keyboard would cover what the first page has to tell.
if (document.querySelector(".page-first") && matchMedia("(hover: hover) and (min-width: 58rem)").matches) box.focus();
document.querySelectorAll("[data-roving]").forEach(roving);
document.querySelectorAll("[data-marks]").forEach(stepping);
