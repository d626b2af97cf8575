// A session ends after half an hour without a person: first a warning, then a login over the page.

import { alertOf } from "./page";

const ACTIVE = "active";
const LEFT = "left";
const WARNING_S = 120;
const LOOK_EVERY_MS = 5_000;
const PAUSE_MS = 1_000;

const warning = document.getElementById("idle") as HTMLDialogElement | null;
const login = document.getElementById("again") as HTMLDialogElement | null;
let pause: number | undefined;

/** A person did something: other tabs of this session hear it too. */
export function active(): void {
  localStorage.setItem(ACTIVE, String(Date.now()));
  warning?.close();
}

/** Warns when the session is about to end. */
export function watch(idleSeconds: number): void {
  active();
  setInterval(() => {
    const idle = (Date.now() - Number(localStorage.getItem(ACTIVE))) / 1000;
    if (idle < idleSeconds - WARNING_S) warning?.close();
    else if (!login?.open && !warning?.open) warning?.showModal();
  }, LOOK_EVERY_MS);
  window.addEventListener("storage", (event) => {
    if (event.key === LEFT) goAway();
  });
  // Neither dialog goes away by Escape: what stands behind it may not be left open.
  login?.addEventListener("cancel", (event) => event.preventDefault());
}

/** Somebody logs out: no tab keeps what they wrote, or shows what they read. */
export function leave(): void {
  sessionStorage.clear();
  localStorage.setItem(LEFT, String(Date.now()));
}

function goAway(): void {
  sessionStorage.clear();
  location.assign("/console/login");
}

/**
 * The session is over: log in over the page, with everything still in its place. Whoever is writing
 * when it happens by itself finishes first: no key that is pressed goes astray.
 */
export function askToLogIn(isAnswer: boolean): void {
  warning?.close();
  if (isAnswer || !(document.activeElement instanceof HTMLTextAreaElement)) open(isAnswer);
  else if (pause === undefined) openAfterWriting(document.activeElement);
}

function openAfterWriting(box: HTMLTextAreaElement): void {
  const wait = (): void => {
    clearTimeout(pause);
    pause = window.setTimeout(() => open(false), PAUSE_MS);
  };
  box.addEventListener("input", () => pause === undefined || wait());
  wait();
}

function open(isAnswer: boolean): void {
  clearTimeout(pause);
  pause = undefined;
  if (login?.open) return;
  login?.showModal();
  const first = isAnswer ? '[name="password"]' : "h2";
  login?.querySelector<HTMLElement>(first)?.focus();
}

/** Logged in again, or told why not. */
export function loggedIn(refused: string | null): void {
  const place = login?.querySelector("[data-again-alert]");
  const code = login?.querySelector<HTMLInputElement>('[name="code"]');
  if (code) code.value = "";
  if (refused === null) {
    const password = login?.querySelector<HTMLInputElement>('[name="password"]');
    if (password) password.value = "";
    place?.replaceChildren();
    login?.close();
    return;
  }
  place?.replaceChildren(alertOf(refused));
}
