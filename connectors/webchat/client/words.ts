// The words that the script may have to say. They come with the page, in its language.

const source = document.getElementById("words")?.textContent;
const words: Record<string, string> = source ? JSON.parse(source) : {};

export const language = document.documentElement.dataset.language ?? "nl";

export function say(key: string, values: Record<string, string> = {}): string {
  const text = words[key] ?? "";
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
