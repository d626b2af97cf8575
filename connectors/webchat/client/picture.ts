// A picture to add: drawn anew here, so that nothing leaves this device but what is seen on it.

import { Refused, headers } from "./api";
import { find } from "./dom";
import { tell, trying } from "./panels";
import * as session from "./session";
import { say } from "./words";

interface Chosen {
  // Stays the same however often it is tried, so that it arrives once.
  readonly id: string;
  readonly image: Blob;
}

const LONGEST_SIDE = 2048;
const QUALITY = 0.85;
const PATIENCE_MS = 180_000;
// More than a browser's memory should be asked to open.
const LARGEST_MB = 60;
const SENT_MB = 8;

let step: HTMLElement | null = null;
let chosen: Chosen | null = null;

// The step was opened: what is chosen in it is shown before it is sent.
export function prepare(): void {
  drop();
  step = find("#picture");
  const field = find<HTMLInputElement>("input[type=file]", step);
  field.addEventListener("change", () => void choose(field.files?.[0]));
}

// Nothing of a picture stays in a page that is left.
export function drop(): void {
  step = chosen = null;
}

// Whether it has arrived; what is wrong with it is told in the step.
export async function send(): Promise<boolean> {
  const here = step;
  if (!here) return false;
  const ready = chosen;
  const has = await trying(here, async () => {
    if (!ready) throw refusal("picture.none");
    await deliver(ready, (percent) => report(here, percent));
    return true;
  });
  if (!has) progress(here, "");
  return has;
}

async function choose(file: File | undefined): Promise<void> {
  const here = step;
  chosen = null;
  if (!here) return;
  tell(here, "");
  const canvas = find<HTMLCanvasElement>("canvas", here);
  canvas.hidden = find('[data-picture="unseen"]', here).hidden = true;
  if (!file) return;
  progress(here, say("picture.preparing"));
  try {
    const image = await drawn(file, canvas);
    if (step === here) chosen = { id: session.random(12), image };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(here, error.message);
  }
  canvas.hidden = !chosen || canvas.width === 0;
  find('[data-picture="unseen"]', here).hidden = !chosen || !canvas.hidden;
  progress(here, "");
  find(".answers", here).scrollIntoView({ block: "nearest" });
}

// What is sent. A browser that cannot draw it, or that falsifies what is read back so that nobody is
// recognised by it, sends the file as it is: the service draws it anew as well.
async function drawn(file: File, canvas: HTMLCanvasElement): Promise<Blob> {
  canvas.width = canvas.height = 0;
  if (file.size > megabytes(LARGEST_MB)) throw refusal("picture.too_large");
  const image = await decoded(file);
  if (image) paint(image, canvas);
  const made = image && isHonest() ? await encoded(canvas) : null;
  image?.close();
  if ((made ?? file).size > megabytes(SENT_MB)) throw refusal("picture.too_large");
  return made ?? file;
}

async function decoded(file: File): Promise<ImageBitmap | null> {
  if (!("createImageBitmap" in window)) return null;
  try {
    return await createImageBitmap(file);
  } catch {
    throw refusal("picture.unusable");
  }
}

function paint(image: ImageBitmap, canvas: HTMLCanvasElement): void {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const brush = canvas.getContext("2d");
  if (!brush) return;
  brush.fillStyle = "white";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.imageSmoothingQuality = "high";
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
}

function encoded(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

// Whether what is painted is what is read back; a browser against recognition gives noise or white.
function isHonest(): boolean {
  const probe = document.createElement("canvas");
  probe.width = probe.height = 8;
  const brush = probe.getContext("2d");
  if (!brush) return false;
  brush.fillStyle = "rgb(200, 40, 90)";
  brush.fillRect(0, 0, 8, 8);
  const read = brush.getImageData(0, 0, 8, 8).data;
  const wanted = [200, 40, 90, 255];
  return read.every((value, at) => Math.abs(value - (wanted[at % 4] ?? 0)) < 4);
}

function deliver({ id, image }: Chosen, onProgress: (percent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    asked.open("POST", "/chat/pictures");
    for (const [name, value] of Object.entries(headers())) asked.setRequestHeader(name, value);
    asked.setRequestHeader("X-Message-Id", id);
    asked.setRequestHeader("Content-Type", "application/octet-stream");
    asked.responseType = "json";
    asked.timeout = PATIENCE_MS;
    asked.upload.onprogress = (event) => onProgress((event.loaded / event.total) * 100);
    asked.onload = () => (asked.status === 200 ? resolve() : reject(refused(asked)));
    asked.onerror = asked.ontimeout = () => reject(new Refused("Unreachable", 599, say("error.offline"), []));
    asked.send(image);
  });
}

function refused({ status, response }: XMLHttpRequest): Refused {
  return new Refused(response?.error ?? "", status, response?.message ?? say("error.offline"), []);
}

function refusal(key: string): Refused {
  return new Refused(key, 422, say(key, { limit: String(SENT_MB) }), []);
}

// In quarters: who hears the page read out is not interrupted all the time.
function report(here: HTMLElement, percent: number): void {
  const count = Math.floor(percent / 25) * 25;
  progress(here, count < 100 ? say("picture.sending", { count: String(count) }) : say("picture.checking"));
}

function progress(here: HTMLElement, text: string): void {
  const place = find('[data-picture="progress"]', here);
  if (place.textContent !== text) place.textContent = text;
}

function megabytes(count: number): number {
  return count * 1024 * 1024;
}
