// Messages on their way, one after the other. The same message keeps its id until it has arrived.

import { Refused, post } from "./api";
import * as log from "./log";
import * as proof from "./proof";
import * as session from "./session";
import type { Item } from "./session";
import { language } from "./words";
import type { Card } from "./view";

interface Receipt {
  readonly seq: number;
  readonly state: string;
  readonly cards: readonly Card[];
}

export interface Owner {
  arrived(state: string): void;
  // It will be tried again by itself.
  delayed(message: string): void;
  // It cannot be taken as it is: the words go back to whoever typed them.
  refused(item: Item, error: Refused): void;
}

const WAITS_MS = [2_000, 4_000, 8_000, 15_000, 30_000];

export class Outbox {
  private readonly items: Item[] = [];
  private draining: Promise<void> | null = null;
  private failures = 0;
  private timer = 0;

  constructor(private readonly owner: Owner) {}

  // Settles when nothing is being sent at this moment.
  get settled(): Promise<void> {
    return this.draining ?? Promise.resolve();
  }

  get isEmpty(): boolean {
    return this.items.length === 0;
  }

  send(text: string, button?: Item["button"]): void {
    this.take({ id: session.random(12), text, ...(button && { button }) });
    void this.flush();
  }

  // After a page was loaded again: what was on its way still is.
  resume(): void {
    session.unsent().forEach((item) => this.take(item));
    void this.flush();
  }

  clear(): void {
    this.items.length = 0;
    clearTimeout(this.timer);
  }

  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.draining ??= this.drain().finally(() => {
      this.draining = null;
    });
    return this.draining;
  }

  private take(item: Item): void {
    this.items.push(item);
    session.keepUnsent(this.items);
    log.pending(item);
  }

  private async drain(): Promise<void> {
    for (let item = this.items[0]; item; item = this.items[0]) {
      try {
        const receipt = await deliver(item);
        log.show(receipt.cards, item);
        log.confirm(item, receipt.seq);
        session.begin();
        this.done(item);
        this.owner.arrived(receipt.state);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        log.show(error.cards, item);
        if (error.mayPass) return this.later(error);
        log.drop(item);
        this.done(item);
        this.owner.refused(item, error);
      }
    }
  }

  private done(item: Item): void {
    this.failures = 0;
    if (this.items[0] === item) this.items.shift();
    session.keepUnsent(this.items);
  }

  private later(error: Refused): void {
    const wait = WAITS_MS[Math.min(this.failures++, WAITS_MS.length - 1)];
    this.timer = window.setTimeout(() => void this.flush(), wait);
    this.items.forEach(log.unsent);
    this.owner.delayed(error.message);
  }
}

// A first message does not wait for its proof: the answer without one brings the cards at once.
async function deliver(item: Item): Promise<Receipt> {
  if (session.hasBegun()) return hand(item, false, "");
  const known = proof.ready();
  try {
    return await hand(item, true, known);
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== "ProofMissing") throw error;
    log.show(error.cards, item);
  }
  if (known) proof.drop();
  return hand(item, true, await proof.solve());
}

function hand(item: Item, first: boolean, solved: string): Promise<Receipt> {
  const { id, text, button } = item;
  return post("messages", { message_id: id, text, button, language, first, proof: solved });
}
