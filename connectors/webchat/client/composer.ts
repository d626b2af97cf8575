// The text field: grows with what is typed, keeps it through everything, and warns before it is full.

import { find } from "./dom";
import * as session from "./session";
import { say } from "./words";

const LIMIT = 4000;
const WARN_BELOW = 400;

const field = find<HTMLTextAreaElement>("#text");
const left = find("#left");

export function install(send: () => void, typing: () => void): void {
  // A page that came back from a form without JavaScript brings its text along.
  if (!field.value) field.value = session.draft();
  changed();
  field.addEventListener("input", () => {
    changed();
    typing();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
}

// What stands there; from now on it is the talk's to keep.
export function take(): string {
  const text = field.value;
  field.value = "";
  changed();
  field.focus();
  return text;
}

// Words that could not be sent stand before those that were typed meanwhile.
export function giveBack(text: string): void {
  field.value = [text, field.value].filter(Boolean).join("\n");
  changed();
  field.focus();
}

export function empty(): void {
  field.value = "";
}

function changed(): void {
  session.keepDraft(field.value);
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  const room = LIMIT - field.value.length;
  left.textContent = say("input.left", { count: String(room) });
  left.hidden = room > WARN_BELOW;
}
