// The steps that are asked about first, shown in the place of the talk.

import { Refused, post } from "./api";
import { all, clear, find, h } from "./dom";
import * as session from "./session";
import { say } from "./words";

const talk = find("#talk");
let readUntil = 0;

export function open(name: string): HTMLElement {
  all<HTMLInputElement>("input", find(`#${name}`)).forEach((field) => {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
  });
  return show(name);
}

// A step takes the talk's place, so that the numbers and the way out stay where they are. What was
// filled in before still stands in it.
export function show(name: string): HTMLElement {
  const step = find(`#${name}`);
  tell(step, "");
  return present(step);
}

export function present(step: HTMLElement): HTMLElement {
  closeAll();
  readUntil = window.scrollY;
  talk.hidden = true;
  step.hidden = false;
  window.scrollTo(0, 0);
  find("h1", step).focus();
  return step;
}

export function closeAll(): void {
  if (!talk.hidden) return;
  all(".step").forEach((step) => (step.hidden = true));
  talk.hidden = false;
  window.scrollTo(0, readUntil);
}

export async function code(): Promise<void> {
  const { words } = await post<{ words: string[] }>("code", {});
  const list = find(".code", open("code"));
  clear(list);
  list.append(...words.map((word) => h("li", {}, word)));
}

// Whether the code was kept; what is wrong with it is told in the step.
export async function checkCode(): Promise<boolean> {
  const step = find("#code");
  const isTicked = find<HTMLInputElement>("[name=ticked]", step).checked;
  const typed = isTicked ? null : find<HTMLInputElement>("[name=typed]", step).value;
  return trying(step, async () => {
    const { right } = await post<{ right: boolean }>("code/confirm", { typed });
    if (!right) tell(step, say("code.check.wrong"));
    return right;
  });
}

// Whether a code opened a talk; this tab then has a token of its own for it.
export async function comeBack(): Promise<boolean> {
  const step = find("#return");
  const words = find<HTMLInputElement>("[name=words]", step).value;
  const token = session.random(32);
  return trying(step, async () => {
    await post("return", { words }, token);
    session.forget();
    session.adopt(token);
    return true;
  });
}

export async function erase(): Promise<boolean> {
  return trying(find("#erase"), async () => {
    await post("erase", {});
    return true;
  });
}

export async function trying(step: HTMLElement, work: () => Promise<boolean>): Promise<boolean> {
  const buttons = all<HTMLButtonElement>("button", step);
  buttons.forEach((button) => (button.disabled = true));
  try {
    tell(step, "");
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(step, error.message);
    return false;
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
}

// What is wrong with what was filled in.
export function tell(step: HTMLElement, text: string): void {
  const place = step.querySelector<HTMLElement>(".notice");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
}
