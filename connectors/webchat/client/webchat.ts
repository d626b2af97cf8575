// Every page with JavaScript: the quick exit, and where there is a talk, the talk without reloading.

import * as aloud from "./aloud";
import { all } from "./dom";
import * as exit from "./exit";
import * as session from "./session";

exit.install();
aloud.install();

// One entry in the browser's history, whatever language is read.
all<HTMLAnchorElement>("a[hreflang]").forEach((link) =>
  link.addEventListener("click", (event) => {
    event.preventDefault();
    window.location.replace(link.href);
  }),
);

const form = document.querySelector<HTMLFormElement>("#talk");
if (form && canTalk()) void begin(form);

// Without these the page stays the plain form that it is.
function canTalk(): boolean {
  return Boolean(window.crypto?.subtle && window.AbortController && window.ReadableStream);
}

async function begin(form: HTMLFormElement): Promise<void> {
  const given = form.querySelector<HTMLInputElement>("[name=token]")?.value;
  if (given) return takeOver(form, given);
  // Loaded late: its modules look for their places on the page, which other pages do not have.
  const { Talk } = await import("./talk");
  const talk = new Talk();
  document.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const pressed = event.target as Element;
    if (!pressed.closest("#menu")) document.querySelector("#menu")?.removeAttribute("open");
    const button = pressed.closest<HTMLButtonElement>("button[name]");
    if (!button) return;
    event.preventDefault();
    if (button.name === "press") talk.press(button.value);
    else talk.act(button.value);
  });
  window.addEventListener("pagehide", () => talk.vanish());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  talk.start();
}

// The first message was quicker than this script: go on with the talk that the form began.
function takeOver(form: HTMLFormElement, token: string): void {
  session.adopt(token);
  session.keepDraft(form.querySelector("textarea")?.value ?? "");
  window.location.replace(form.dataset.home ?? "/");
}
