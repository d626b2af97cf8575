// The steps that are asked about first, shown in the place of the talk.

import { Refused, get, post } from "./api";
import { all, clear, find, h } from "./dom";
import * as session from "./session";
import { reveal } from "./strip";
import type { View } from "./view";
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
  closeAll();
  const step = find(`#${name}`);
  problem(step, "");
  readUntil = window.scrollY;
  talk.hidden = true;
  step.hidden = false;
  window.scrollTo(0, 0);
  find("h2", step).focus();
  return step;
}

export function closeAll(): void {
  if (!talk.hidden) return;
  all(".step").forEach((step) => (step.hidden = true));
  talk.hidden = false;
  window.scrollTo(0, readUntil);
}

// Who would read it, whether anybody is there, and all that would be shared: before any yes.
export async function consent(last: number): Promise<void> {
  const view = await get<View>(`view?after=${last}`);
  const step = open("consent");
  reveal("present", view.on_duty);
  reveal("absent", !view.on_duty);
  const shared = find(".shared", step);
  clear(shared);
  for (const turn of all("#turns > .turn")) {
    const copy = turn.cloneNode(true) as HTMLElement;
    all("button, .choices, .unsent", copy).forEach((part) => part.remove());
    shared.append(copy);
  }
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
    if (!right) problem(step, say("code.check.wrong"));
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
    problem(step, "");
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problem(step, error.message);
    return false;
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
}

function problem(step: HTMLElement, text: string): void {
  const place = step.querySelector<HTMLElement>(".notice");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
}
