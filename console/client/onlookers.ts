// Which colleagues look at the same conversation, and who of them types. Names come over the line as
// they come and go; nobody is asked for, and nothing is kept.

import { wordsOf } from "./page";

// A page that is open says so every 15 seconds.
const GONE_AFTER_MS = 35_000;
const TYPING_MS = 5_000;

const seen = new Map<string, number>();
let typing = 0;

/** Takes an event of the line; says whether it was one of these. */
export function heard(event: string, name: string): boolean {
  if (event === "looks") looks(name);
  else if (event === "goes") goes(name);
  else if (event === "types") types(name);
  else return false;
  return true;
}

/** A new line begins with nobody: whoever is there tells so at once. */
export function forget(): void {
  seen.forEach((timer) => clearTimeout(timer));
  seen.clear();
  show();
}

function looks(name: string): void {
  clearTimeout(seen.get(name));
  seen.set(name, window.setTimeout(() => goes(name), GONE_AFTER_MS));
  show();
}

function goes(name: string): void {
  clearTimeout(seen.get(name));
  seen.delete(name);
  show();
}

function types(name: string): void {
  const sign = document.querySelector<HTMLElement>("[data-types]");
  if (!sign) return;
  sign.textContent = wordsOf("types-one").replace("{name}", name);
  sign.hidden = false;
  clearTimeout(typing);
  typing = window.setTimeout(() => (sign.hidden = true), TYPING_MS);
}

function show(): void {
  const place = document.querySelector<HTMLElement>("[data-others]");
  if (!place) return;
  const names = Array.from(seen.keys()).sort();
  const words = wordsOf(names.length > 1 ? "looks-many" : "looks-one");
  const text = names.length > 0 ? words.replace("{name}", names.join(", ")) : "";
  if (place.textContent !== text) place.textContent = text;
  place.hidden = names.length === 0;
}
