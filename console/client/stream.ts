// The line on which the server says that there is something to fetch. A lost line is opened again
// by itself, after waits that grow.

export interface Listener {
  readonly opened: () => void;
  readonly heard: (event: string, data: string) => void;
  readonly lost: () => void;
}

const EVENTS = ["queue", "talk", "typing", "looks", "goes", "types", "ended"];
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export class Stream {
  private source: EventSource | null = null;
  private wait = FIRST_WAIT_MS;
  private timer: number | undefined;

  constructor(
    private url: string,
    private readonly listener: Listener,
  ) {
    window.addEventListener("online", () => this.open());
    window.addEventListener("pagehide", () => this.close());
  }

  open(): void {
    this.close();
    const source = new EventSource(this.url);
    this.source = source;
    source.onopen = () => {
      this.wait = FIRST_WAIT_MS;
      this.listener.opened();
    };
    source.onerror = () => this.again();
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => this.listener.heard(name, String(event.data)));
    }
  }

  /** Listens to something else from here on. */
  turnTo(url: string): void {
    this.url = url;
    this.open();
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private again(): void {
    this.close();
    this.listener.lost();
    // Not all consoles at once: a restarted server has enough to do.
    this.timer = window.setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }
}
