// The note to take along: chosen, read and changed here, and kept in this page alone.

import { Refused, file, get, post } from "./api";
import { card } from "./cards";
import { all, clear, find, h } from "./dom";
import { show, trying } from "./panels";
import type { Card } from "./view";

interface Item {
  readonly id: string;
  readonly heading: string;
  readonly text: string;
}

interface Seen {
  readonly text: string;
  readonly found: readonly string[];
  readonly lost: string;
  readonly cards: readonly Card[];
}

const LASTS_MS = 60_000;
const PAUSE_MS = 700;

const choosing = find("#note");
const reading = find<HTMLFormElement>("#note-text");
const paper = find<HTMLTextAreaElement>(".paper", reading);
// The text as it was last made of what was chosen: whatever differs from it was typed.
let made = "";
let pause = 0;

// Looked at when the typing pauses, and not when a button is pressed: it must not move from under it.
paper.addEventListener("input", () => {
  fit();
  clearTimeout(pause);
  pause = window.setTimeout(() => look().catch(() => undefined), PAUSE_MS);
});

const actions: Record<string, () => Promise<unknown>> = {
  note: choose,
  "note-see": () => safely(choosing, compose),
  "note-change": choose,
  "note-keep": async () => read(),
  "note-pdf": () => safely(reading, saveAsPdf),
  "note-txt": async () => save(new Blob([paper.value], { type: "text/plain;charset=utf-8" }), "txt"),
  "note-copy": copy,
};

export async function act(action: string): Promise<void> {
  part(reading, "copied").hidden = part(reading, "not-copied").hidden = true;
  await actions[action]?.();
}

// The note as it is now; empty when none was made on this page.
export function text(): string {
  return paper.value;
}

// Nothing of a note stays in a page that is left.
export function empty(): void {
  for (const name of ["facts", "said"]) clear(find("ul", part(choosing, name)));
  for (const step of [choosing, reading]) (step as HTMLFormElement).reset();
  tell({ text: "", found: [], lost: "", cards: [] });
  clearTimeout(pause);
  made = "";
}

async function choose(): Promise<void> {
  const offer = await get<{ facts: Item[]; said: Item[] }>("note");
  offerBoxes("facts", "note_fact", offer.facts);
  offerBoxes("said", "note_said", offer.said);
  part(choosing, "changed").hidden = !made || paper.value === made;
  show("note");
}

async function compose(): Promise<void> {
  const written: Record<string, string> = {};
  for (const field of all<HTMLTextAreaElement>("textarea", choosing)) written[field.name.replace("note_", "")] = field.value;
  const seen = await post<Seen>("note/text", {
    reader: ticked("note_for")[0],
    facts: ticked("note_fact"),
    said: ticked("note_said").map(Number),
    written,
  });
  made = paper.value = seen.text;
  tell(seen);
  read();
}

function read(): void {
  show("note-text");
  fit();
}

// The whole note is in sight, as it will be on paper.
function fit(): void {
  paper.style.height = "auto";
  paper.style.height = `${paper.scrollHeight + paper.offsetHeight - paper.clientHeight}px`;
}

async function look(): Promise<void> {
  const text = paper.value;
  const seen = await post<Seen>("note/look", { text });
  if (paper.value === text) tell(seen);
}

async function saveAsPdf(): Promise<void> {
  save(await file("note/pdf", { text: paper.value }), "pdf");
}

// What goes wrong is told in the step, with the numbers that what was typed calls for.
async function safely(step: HTMLElement, work: () => Promise<void>): Promise<void> {
  await trying(step, async () => {
    try {
      await work();
    } catch (error) {
      if (error instanceof Refused) showCards(step, error.cards);
      throw error;
    }
    return true;
  });
}

async function copy(): Promise<void> {
  part(reading, (await isCopied()) ? "copied" : "not-copied").hidden = false;
}

async function isCopied(): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(paper.value);
    return true;
  } catch {
    paper.select();
    return document.execCommand("copy");
  }
}

function save(body: Blob, ending: string): void {
  const url = URL.createObjectURL(body);
  h("a", { href: url, download: `${reading.dataset.file}.${ending}` }).click();
  window.setTimeout(() => URL.revokeObjectURL(url), LASTS_MS);
}

function tell(seen: Seen): void {
  const found = part(reading, "found");
  const lost = part(reading, "lost");
  clear(find("ul", found));
  find("ul", found).append(...seen.found.map((each) => h("li", {}, each)));
  found.hidden = !seen.found.length;
  lost.textContent = seen.lost;
  lost.hidden = !seen.lost;
  showCards(choosing, []);
  showCards(reading, seen.cards);
}

function showCards(step: HTMLElement, cards: readonly Card[]): void {
  const place = part(step, "cards");
  clear(place);
  place.append(...cards.map(card));
}

// What was ticked stays ticked when the step is opened again.
function offerBoxes(name: string, field: string, items: readonly Item[]): void {
  const before = ticked(field);
  const set = part(choosing, name);
  const list = find("ul", set);
  clear(list);
  list.append(...items.map((item) => box(field, item, before.includes(item.id))));
  set.hidden = !items.length;
}

function box(name: string, item: Item, checked: boolean): HTMLElement {
  const field = h("input", { type: "checkbox", name, value: item.id, checked });
  const words = h("span", { dir: "auto" }, item.heading && h("small", {}, item.heading), item.text);
  return h("li", {}, h("label", { class: "tick" }, field, words));
}

function ticked(name: string): string[] {
  return all<HTMLInputElement>(`[name=${name}]:checked`, choosing).map((field) => field.value);
}

function part(step: HTMLElement, name: string): HTMLElement {
  return find(`[data-note="${name}"]`, step);
}
