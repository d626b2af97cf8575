// Asks for the page as it is now, and puts what has changed into the page that is open.
//
// The server renders everything; a page fetched by script is read as a document, of which only the
// parts marked `data-live` are taken. Nothing a person wrote is ever handled as HTML here.

export interface Answer {
  readonly status: number;
  readonly page: Document | null;
  readonly path: string;
  readonly query: string;
}

type Part = HTMLElement & { dataset: { live: string } };

const PATIENCE_MS = 15_000;
// What was said, and what was made of it; not what is being typed, nor the way back to the queue.
const OF_THE_TALK = [
  "[data-turns] > li",
  ".dossier",
  ".headline h1, .headline .facts",
  '[data-live="state"] > *',
  ".panel [data-live] > *",
].join();
const shown = new Map<string, string>();
const afterwards: Array<() => void> = [];
let line: Promise<unknown> = Promise.resolve();

/** Notes what the server sent, before any script changes it. */
export function begin(): void {
  for (const part of parts(document)) shown.set(part.dataset.live, part.innerHTML);
}

/** Has something done after every change of the page. */
export function whenChanged(callback: () => void): void {
  afterwards.push(callback);
}

/** Asks, after whatever was asked before: an older answer never overwrites a newer one. */
export function ask(
  method: "GET" | "POST",
  url: string,
  fields?: URLSearchParams,
  part?: "queue",
): Promise<Answer> {
  const answer = line.then(() => request(method, url, fields, part));
  line = answer.catch(() => undefined);
  return answer;
}

/** The fields of a form, with the token that is valid now. */
export function fieldsOf(form: HTMLFormElement, pressed: HTMLElement | null): URLSearchParams {
  const fields = new URLSearchParams();
  new FormData(form).forEach((value, name) => fields.append(name, String(value)));
  if (pressed instanceof HTMLButtonElement && pressed.name) fields.set(pressed.name, pressed.value);
  fields.set("csrf", token().content);
  return fields;
}

/** Takes over what changed. Messages are taken from answers to what somebody did themselves. */
export function apply(page: Document, withMessages: boolean): void {
  token().content = token(page).content || token().content;
  for (const fresh of parts(page)) {
    if (fresh.dataset.live !== "alert" || withMessages) replace(fresh, withMessages);
  }
  addTurns(page);
  unlock(page);
  afterwards.forEach((callback) => callback());
}

/** Takes the talk out of a page that may not show it any more. What comes back is shown anew. */
export function putAway(): void {
  for (const one of Array.from(document.querySelectorAll(OF_THE_TALK))) one.remove();
  document.title = document.title.replace(/[^·]*· /, "");
  shown.clear();
}

/** Shows a message that stands ready in the page. */
export function say(templateId: string): void {
  const place = document.querySelector('[data-live="alert"]');
  const words = wordsOf(templateId);
  if (!place || !words) return;
  place.replaceChildren(alertOf(words));
  shown.delete("alert");
}

/** A message as the templates make it. */
export function alertOf(words: string): HTMLElement {
  const made = document.createElement("p");
  made.className = "alert";
  made.setAttribute("role", "alert");
  made.textContent = words;
  return made;
}

/** The words that stand ready in the page for the script. */
export function wordsOf(templateId: string): string {
  const template = document.getElementById(templateId);
  return template instanceof HTMLTemplateElement ? (template.content.textContent ?? "").trim() : "";
}

export function token(page: Document = document): HTMLMetaElement {
  return page.querySelector<HTMLMetaElement>('meta[name="csrf"]') ?? document.createElement("meta");
}

function request(
  method: string,
  url: string,
  fields?: URLSearchParams,
  part?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    asked.open(method, url);
    asked.responseType = "document";
    asked.timeout = PATIENCE_MS;
    asked.setRequestHeader("Live-After", lastTurn());
    if (part) asked.setRequestHeader("Live-Part", part);
    asked.onload = () => {
      const { pathname: path, search: query } = new URL(asked.responseURL);
      resolve({ status: asked.status, page: asked.responseXML, path, query });
    };
    asked.onerror = asked.ontimeout = () => reject(new Error("no answer"));
    asked.send(fields ?? null);
  });
}

function parts(page: Document): Part[] {
  return Array.from(page.querySelectorAll<Part>("[data-live]"));
}

function replace(fresh: Part, isOwn: boolean): void {
  const name = fresh.dataset.live;
  const old = document.querySelector<Part>(`[data-live="${name}"]`);
  if (!old || shown.get(name) === fresh.innerHTML) return;
  // Nobody loses what they are choosing at this moment; the next look takes the change over.
  if (!isOwn && old.contains(document.activeElement) && isField(document.activeElement)) return;
  shown.set(name, fresh.innerHTML);
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const open = Array.from(old.querySelectorAll("details[open][id]"), ({ id }) => id);
  old.replaceWith(document.importNode(fresh, true));
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function isField(element: Element | null): boolean {
  return element?.matches("select, textarea, input:not([type=hidden])") ?? false;
}

function lastTurn(): string {
  const turns = document.querySelectorAll<HTMLElement>("[data-seq]");
  return turns[turns.length - 1]?.dataset["seq"] ?? "0";
}

function addTurns(page: Document): void {
  const lines = document.querySelector("[data-turns]");
  for (const line of Array.from(page.querySelectorAll("[data-turns] > li"))) {
    const there = document.getElementById(line.id);
    if (!there) lines?.append(document.importNode(line, true));
    else if (line.hasAttribute("data-edited")) there.replaceWith(document.importNode(line, true));
  }
}

function unlock(page: Document): void {
  const [now, then] = [page, document].map((one) => one.querySelector("#composer fieldset"));
  if (now instanceof HTMLFieldSetElement && then instanceof HTMLFieldSetElement) {
    then.disabled = now.disabled;
    const [placeholder, text] = [now, then].map((set) => set.querySelector("textarea"));
    if (placeholder && text) text.placeholder = placeholder.placeholder;
  }
}
