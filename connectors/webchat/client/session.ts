// What this tab keeps, in this tab alone: its token, and what was typed but is not safe yet.

export interface Item {
  readonly id: string;
  readonly text: string;
  readonly button?: { readonly turn: number; readonly place: number };
}

const storage = window.sessionStorage;

export function random(bytes: number): string {
  const drawn = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...drawn))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");
}

export function token(): string {
  const known = storage.getItem("token");
  if (known) return known;
  const made = random(32);
  storage.setItem("token", made);
  return made;
}

export function hasBegun(): boolean {
  return storage.getItem("begun") === "yes";
}

export function begin(): void {
  storage.setItem("begun", "yes");
}

// Whether the talk is now read in another language than before.
export function changedLanguage(to: string): boolean {
  const before = storage.getItem("language");
  storage.setItem("language", to);
  return before !== null && before !== to;
}

export function adopt(other: string): void {
  storage.setItem("token", other);
  begin();
}

// Everything goes, but what is still being typed stays with whoever types it.
export function forget(): void {
  const typed = draft();
  storage.clear();
  keepDraft(typed);
}

export function draft(): string {
  return storage.getItem("draft") ?? "";
}

export function keepDraft(text: string): void {
  if (text) storage.setItem("draft", text);
  else storage.removeItem("draft");
}

export function unsent(): Item[] {
  return JSON.parse(storage.getItem("unsent") ?? "[]") as Item[];
}

export function keepUnsent(items: readonly Item[]): void {
  storage.setItem("unsent", JSON.stringify(items));
}
