// Safety cards and advice, as templates/turns.html builds them too.

import { offer } from "./aloud";
import { h } from "./dom";
import type { Advice, Card, Contact, Party } from "./view";
import { say } from "./words";

const FACTS = ["takes", "binding", "cost", "anonymous"] as const;

export function card(shown: Card): HTMLElement {
  return h(
    "section",
    { class: "card", "aria-label": say("card.label"), "data-card": shown.id },
    h("h2", {}, shown.title),
    ...shown.lines.map((line) => h("p", {}, line)),
    contacts(shown.contacts),
  );
}

export function advice(given: Advice): HTMLElement {
  const section = h(
    "section",
    { class: "advice", "aria-label": say("advice.label") },
    given.duty && h("div", { class: "duty" }, h("h3", {}, say("advice.duty")), h("p", {}, given.duty)),
    h("p", {}, given.reason),
    given.committee &&
      h("div", { class: "duty" }, h("h3", {}, say("advice.committee")), h("p", {}, given.committee)),
    h("div", { class: "party main" }, eyebrow("advice.main"), ...party(given.main)),
    given.others.length > 0 && eyebrow("advice.others"),
    ...given.others.map((other) =>
      h("details", { class: "party" }, h("summary", {}, other.name), ...party(other)),
    ),
    h("p", {}, given.expectation),
    h("h3", {}, say("advice.if_it_fails")),
    h("p", {}, given.if_it_fails),
    given.next_rung && h("p", {}, given.next_rung),
  );
  offer(section, { start: say("aloud.start"), stop: say("aloud.stop") });
  return section;
}

// Of all cards of a talk the most urgent one stays in sight, with its first number.
export function pinned(shown: Card, onShow: () => void): Node[] {
  const label = `${say("pinned.show")}: ${shown.title}`;
  const title = h("button", { class: "title", type: "button", "aria-label": label }, shown.title);
  title.addEventListener("click", onShow);
  const first = shown.contacts[0];
  return first ? [title, contact(first)] : [title];
}

function party(who: Party): Node[] {
  return [
    h("h2", {}, who.name),
    ...(who.open ? [h("p", { class: `open ${who.open_now ? "is-open" : "is-shut"}` }, who.open)] : []),
    h("p", {}, who.why),
    ...points("advice.can", who.can, "can"),
    ...points("advice.cannot", who.cannot, "cannot"),
    ...FACTS.filter((fact) => who[fact]).map((fact) =>
      h("p", { class: "small" }, h("b", {}, `${say(`advice.${fact}`)}.`), ` ${who[fact]}`),
    ),
    ...(who.contacts.length ? [contacts(who.contacts)] : []),
  ];
}

function points(title: string, items: readonly string[], kind: string): Node[] {
  if (!items.length) return [];
  const list = h("ul", { class: `points ${kind}` }, ...items.map((item) => h("li", {}, item)));
  return [h("h3", {}, say(title)), list];
}

function contacts(shown: readonly Contact[]): HTMLElement {
  return h("div", { class: "contacts" }, ...shown.map(contact));
}

function contact(to: Contact): HTMLElement {
  const elsewhere = to.kind === "phone" ? {} : { target: "_blank", rel: "noreferrer noopener" };
  return h(
    "a",
    { class: `contact contact-${to.kind}`, href: to.href, ...elsewhere },
    h("b", {}, to.label),
    to.note && h("span", {}, to.note),
  );
}

function eyebrow(key: string): HTMLElement {
  return h("p", { class: "eyebrow" }, say(key));
}
