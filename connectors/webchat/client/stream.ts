// News of the talk, pushed by the service as server-sent events and read with fetch, which can send
// the token in a header. A connection that breaks is made again, with growing waits.

import { headers } from "./api";
import type { View } from "./view";

export interface Listener {
  last(): number;
  view(view: View): void;
  typing(): void;
  ended(): void;
  connection(isThere: boolean): void;
}

const LONGEST_WAIT_MS = 15_000;
// The service says something at least every 15 seconds.
const SILENCE_MS = 40_000;

export class Stream {
  private control: AbortController | null = null;
  private timer = 0;
  private failures = 0;

  constructor(private readonly listener: Listener) {}

  open(): void {
    if (!this.control) void this.follow();
  }

  close(): void {
    clearTimeout(this.timer);
    this.control?.abort();
    this.control = null;
  }

  // Now rather than after the wait: the phone says that it is back.
  reopen(): void {
    this.close();
    this.open();
  }

  private async follow(): Promise<void> {
    const control = new AbortController();
    this.control = control;
    try {
      await this.read(control);
    } catch {
      // Whatever broke it, the remedy is the same: connect again.
    }
    if (this.control !== control) return;
    this.listener.connection(false);
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.failures++) * (0.75 + Math.random() / 2);
    this.timer = window.setTimeout(() => {
      this.control = null;
      this.open();
    }, wait);
  }

  private async read(control: AbortController): Promise<void> {
    const address = `/chat/stream?after=${this.listener.last()}`;
    const response = await fetch(address, { headers: headers(), signal: control.signal });
    if (response.status === 404) return this.end();
    if (!response.ok || !response.body) return;
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const silence = setTimeout(() => control.abort(), SILENCE_MS);
      const { done, value } = await reader.read();
      clearTimeout(silence);
      if (done || this.control !== control) return;
      const blocks = (text + decoder.decode(value, { stream: true })).split("\n\n");
      text = blocks.pop() ?? "";
      blocks.forEach((block) => this.hear(block));
    }
  }

  private hear(block: string): void {
    const [event, data] = block.split("\ndata: ");
    if (event === "event: view" && data) {
      this.failures = 0;
      this.listener.connection(true);
      this.listener.view(JSON.parse(data) as View);
    } else if (event === "event: typing") this.listener.typing();
    else if (event === "event: ended") this.end();
  }

  private end(): void {
    this.close();
    this.listener.ended();
  }
}
