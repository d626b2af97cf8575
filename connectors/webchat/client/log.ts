// The talk on the screen: what was said, in order, and what is still on its way.

import * as cards from "./cards";
import { all, clear, find, h } from "./dom";
import type { Item } from "./session";
import type { Card, Turn } from "./view";
import { say } from "./words";

const turns = find("#turns");
const region = find("#log");
const pin = find("#pinned");
let pinnedRank = Infinity;

export function last(): number {
  return Math.max(0, ...all("[data-seq]", turns).map((turn) => Number(turn.dataset.seq)));
}

// A talk that is read back is not news: nothing of it is announced.
export function quietly(work: () => void): void {
  region.setAttribute("aria-busy", "true");
  work();
  region.removeAttribute("aria-busy");
}

// Returns the first turn that was not there yet.
export function place(arrived: readonly Turn[]): HTMLElement | null {
  let first: HTMLElement | null = null;
  for (const turn of arrived) {
    const there = bySeq(turn.seq);
    if (there) find("time", there).textContent = turn.time;
    else {
      const made = built(turn);
      turns.insertBefore(made, below(turn.seq));
      first ??= made;
    }
    turn.cards.forEach(keepInSight);
  }
  const newest = arrived[arrived.length - 1];
  if (newest && newest.seq === last()) offer(newest);
  return first;
}

export function pending(item: Item): void {
  withdrawOffers();
  turns.append(
    h("article", { class: "turn from-you", "data-pending": item.id }, who("you", "", ""), bubble(item.text)),
  );
}

export function unsent(item: Item): void {
  const turn = byItem(item);
  if (!turn || turn.querySelector(".unsent")) return;
  const again = h("button", { type: "button", name: "action", value: "resend" }, say("message.retry"));
  turn.append(h("p", { class: "unsent" }, h("span", {}, say("message.unsent")), again));
}

// The service has it: from here on it is a turn like the others.
export function confirm(item: Item, seq: number): void {
  const turn = byItem(item);
  if (!turn) return;
  if (bySeq(seq)) return turn.remove();
  turn.querySelector(".unsent")?.remove();
  turn.removeAttribute("data-pending");
  turn.dataset.seq = String(seq);
  turns.insertBefore(turn, turns.querySelector("[data-pending]"));
}

export function drop(item: Item): void {
  byItem(item)?.remove();
}

// The reporter's words just before a turn (or the last of all), if they called for a card: the card
// is what has to be read, whatever is said after it.
export function alarmingBefore(turn: HTMLElement | null): HTMLElement | null {
  const said = turn ? turn.previousElementSibling : turns.lastElementChild;
  return said instanceof HTMLElement && said.matches(".from-you") && said.querySelector(".card") ? said : null;
}

// Cards go with the words that called for them, and stay when those words do not.
export function show(shown: readonly Card[], item: Item): void {
  if (!shown.length) return;
  const turn = byItem(item) ?? turns.appendChild(h("article", { class: "turn" }));
  for (const one of shown) {
    if (!turn.querySelector(`[data-card="${one.id}"]`)) turn.append(cards.card(one));
    keepInSight(one);
  }
}

export function empty(): void {
  clear(turns);
  clear(pin);
  pin.hidden = true;
  pinnedRank = Infinity;
}

function built(turn: Turn): HTMLElement {
  return h(
    "article",
    { class: `turn from-${turn.from}`, "data-seq": String(turn.seq) },
    who(turn.from, turn.name ?? "", turn.time, turn.edited),
    bubble(turn.text),
    ...turn.cards.map(cards.card),
    turn.advice && cards.advice(turn.advice),
    turn.code && h("p", { class: "choices" }, h("button", { name: "action", value: "code" }, say("code.show"))),
    turn.human && h("p", { class: "choices" }, h("button", { name: "action", value: "human" }, say("ask.open"))),
  );
}

function offer(turn: Turn): void {
  withdrawOffers();
  if (!turn.buttons.length || turns.querySelector("[data-pending]")) return;
  const choices = turn.buttons.map((button) =>
    h("button", { name: "press", value: `${turn.seq}.${button.place}.${button.label}` }, button.label),
  );
  const group = h("div", { class: "choices", role: "group", "aria-label": say("message.choose"), "data-offer": true }, ...choices);
  bySeq(turn.seq)?.append(group);
}

function withdrawOffers(): void {
  all("[data-offer]", turns).forEach((group) => group.remove());
}

function keepInSight(shown: Card): void {
  if (shown.rank >= pinnedRank) return;
  pinnedRank = shown.rank;
  clear(pin);
  pin.append(...cards.pinned(shown, () => toCard(shown.id)));
  pin.hidden = false;
}

function toCard(id: string): void {
  turns.querySelector(`[data-card="${id}"]`)?.scrollIntoView({ block: "center" });
}

function who(from: Turn["from"], name: string, time: string, isEdited = false): HTMLElement {
  const edited = isEdited && ` ${say("message.edited")}`;
  return h("p", { class: "who" }, say(`sender.${from}`, { name }), " ", h("time", {}, time), edited);
}

function bubble(text: string): HTMLElement {
  return h("p", { class: "bubble", dir: "auto" }, text);
}

function bySeq(seq: number): HTMLElement | null {
  return turns.querySelector(`[data-seq="${seq}"]`);
}

// What stands under a turn: what was said after it, and what is still on its way.
function below(seq: number): HTMLElement | null {
  const isBelow = ({ dataset }: HTMLElement) => "pending" in dataset || Number(dataset.seq) > seq;
  return all("[data-seq], [data-pending]", turns).find(isBelow) ?? null;
}

function byItem(item: Item): HTMLElement | null {
  return turns.querySelector(`[data-pending="${item.id}"]`);
}
