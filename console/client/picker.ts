// Canned replies: a stroke at the beginning of an answer opens a list that narrows as one types.
// The list is that of the select beside it, which does the same without this script.

import { wordsOf } from "./page";

const LONGEST = 8;

interface Reply {
  readonly short: string;
  readonly text: string;
}

export class Picker {
  private readonly list = document.querySelector<HTMLElement>("#picker");
  private readonly news = document.querySelector<HTMLElement>("[data-picker-news]");
  private found: Reply[] = [];
  private at = 0;

  constructor(
    private readonly box: HTMLTextAreaElement,
    private readonly changed: () => void,
  ) {
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", "picker");
    box.addEventListener("input", () => this.look());
    box.addEventListener("blur", () => this.close());
    // Before the composer, which would send on Enter.
    box.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    this.list?.addEventListener("pointerdown", (event) => this.pointed(event));
    document.addEventListener("click", (event) => this.filled(event));
  }

  private look(): void {
    const asked = /^\/([^\n]{0,24})$/.exec(this.box.value)?.[1];
    if (asked === undefined) return this.close();
    this.found = matching(asked.trim().toLowerCase());
    this.at = 0;
    if (this.found.length === 0) return this.close();
    this.show();
  }

  private show(): void {
    const options = this.found.map((reply, place) => option(reply, place, place === this.at));
    this.list?.replaceChildren(...options);
    if (this.list) this.list.hidden = false;
    this.box.setAttribute("aria-activedescendant", `picker-${this.at}`);
    options[this.at]?.scrollIntoView({ block: "nearest" });
    this.tell(wordsOf("replies-found").replace("{count}", String(this.found.length)));
  }

  private close(): void {
    if (this.list) this.list.hidden = true;
    this.found = [];
    this.box.removeAttribute("aria-activedescendant");
    this.tell("");
  }

  private tell(words: string): void {
    if (this.news && this.news.textContent !== words) this.news.textContent = words;
  }

  private pressed(event: KeyboardEvent): void {
    if (this.found.length === 0 || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) this.at = (this.at + step + this.found.length) % this.found.length;
    const chosen = event.key === "Enter" || event.key === "Tab" ? this.found[this.at] : undefined;
    if (step === undefined && !chosen && event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (chosen) this.put(chosen.text, true);
    else if (step === undefined) this.close();
    else this.show();
  }

  private pointed(event: PointerEvent): void {
    event.preventDefault();
    const place = (event.target as HTMLElement).closest<HTMLElement>("[data-place]")?.dataset["place"];
    const chosen = this.found[Number(place)];
    if (chosen) this.put(chosen.text, true);
  }

  /** The button beside the select: as without script, but without a new page. */
  private filled(event: MouseEvent): void {
    if (!(event.target instanceof Element) || !event.target.closest("[data-fill]")) return;
    event.preventDefault();
    const text = select()?.selectedOptions[0]?.dataset["text"];
    if (text) this.put(text, false);
  }

  private put(text: string, isInstead: boolean): void {
    const before = isInstead ? "" : this.box.value.replace(/\s+$/, "");
    this.box.value = before ? `${before}\n${text}` : text;
    this.close();
    this.box.focus();
    this.changed();
  }
}

function matching(asked: string): Reply[] {
  const replies = Array.from(select()?.options ?? [], ({ dataset }) => ({
    short: dataset["short"] ?? "",
    text: dataset["text"] ?? "",
  })).filter(({ text }) => text);
  const isCalled = ({ short }: Reply): boolean => short.toLowerCase().startsWith(asked);
  const says = ({ short, text }: Reply): boolean => ` ${short} ${text}`.toLowerCase().includes(` ${asked}`);
  const called = replies.filter(isCalled);
  return [...called, ...replies.filter((reply) => !isCalled(reply) && says(reply))].slice(0, LONGEST);
}

function option({ short, text }: Reply, place: number, isChosen: boolean): HTMLElement {
  const made = document.createElement("li");
  made.id = `picker-${place}`;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", String(isChosen));
  made.dataset["place"] = String(place);
  const name = document.createElement("b");
  name.textContent = `/${short}`;
  made.append(name, ` ${text}`);
  return made;
}

function select(): HTMLSelectElement | null {
  return document.querySelector<HTMLSelectElement>("#reply");
}
