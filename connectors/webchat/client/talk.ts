// The talk in this tab: what the buttons do, and what the service tells.

import { Refused, get, hint, post } from "./api";
import * as asked from "./asked";
import * as composer from "./composer";
import { find } from "./dom";
import * as log from "./log";
import * as note from "./note";
import { Outbox } from "./outbox";
import * as panels from "./panels";
import * as picture from "./picture";
import * as proof from "./proof";
import * as session from "./session";
import type { Item } from "./session";
import { Stream } from "./stream";
import * as strip from "./strip";
import type { View } from "./view";
import { language, say } from "./words";

const OVERDUE_MS = 3_000;
const TYPING_SHOWN_MS = 5_000;
const TYPING_TOLD_MS = 3_000;

export class Talk {
  private readonly outbox = new Outbox(this);
  private readonly stream = new Stream(this);
  private readonly sign = find("#typing");
  private view_: View | null = null;
  // What was said before this page was there is no news when it comes.
  private isReadBack = session.hasBegun();
  private isConnected = true;
  private isOverdue = false;
  private overdueTimer = 0;
  private signTimer = 0;
  private toldTyping = 0;

  // Go on with what this tab had begun, or get ready for a first message.
  start(): void {
    composer.install(
      () => this.act("say"),
      () => this.tellTyping(),
    );
    window.addEventListener("online", () => this.backOnline());
    window.addEventListener("offline", () => this.showState());
    if (session.hasBegun()) {
      this.reveal(true);
      this.stream.open();
    } else proof.prepare();
    if (session.changedLanguage(language) && session.hasBegun()) hint("language");
    this.outbox.resume();
  }

  // What a button of the page says is done here instead of on another page.
  act(action: string): void {
    strip.tell("");
    find("#menu").removeAttribute("open");
    this.step(action).catch((error) => {
      if (!(error instanceof Refused)) throw error;
      strip.tell(error.message);
    });
  }

  press(value: string): void {
    const [turn, place, ...label] = value.split(".");
    this.toEnd();
    this.outbox.send(label.join("."), { turn: Number(turn), place: Number(place) });
  }

  // The page is left, or shown again from the browser's memory: nothing of the talk stays in it.
  vanish(): void {
    this.stream.close();
    log.empty();
    composer.empty();
    note.empty();
    asked.drop();
    picture.drop();
  }

  last(): number {
    return log.last();
  }

  async view(view: View): Promise<void> {
    await this.outbox.settled;
    const isReadBack = this.isReadBack;
    this.isReadBack = false;
    const isNear = isReadBack || this.isAtEnd();
    if (isReadBack) log.quietly(() => log.place(view.turns));
    const first = log.place(view.turns);
    this.view_ = view;
    this.awaitBot(view.bot_owes);
    this.showState();
    if (isNear) this.toStartOf(isReadBack ? null : log.alarmingBefore(first) ?? first);
    if (!isReadBack && view.turns.some((turn) => turn.code)) this.act("code");
    if (!isReadBack && view.state === "bot" && view.turns.some((turn) => turn.human)) this.act("human");
  }

  typing(): void {
    const name = this.view_?.counsellor;
    if (name) this.showSign(say("typing.human", { name }), TYPING_SHOWN_MS);
  }

  ended(): void {
    // The stream and the answer to erasing both say it; once is enough.
    if (!session.hasBegun()) return;
    this.stream.close();
    this.outbox.clear();
    log.empty();
    note.empty();
    asked.drop();
    picture.drop();
    session.forget();
    this.view_ = null;
    this.isReadBack = false;
    this.awaitBot(false);
    this.reveal(false);
    panels.closeAll();
    this.showState();
    strip.tell(say("erase.done"));
    proof.drop();
    proof.prepare();
  }

  connection(isThere: boolean): void {
    const isBack = isThere && !this.isConnected;
    this.isConnected = isThere;
    this.showState();
    if (isBack) void this.outbox.flush();
  }

  arrived(state: string): void {
    this.reveal(true);
    this.stream.open();
    if (state === "bot") this.awaitBot(true);
    this.toStartOf(log.alarmingBefore(null));
  }

  delayed(message: string): void {
    strip.tell(message);
  }

  refused(item: Item, error: Refused): void {
    composer.giveBack(item.text);
    strip.tell(error.message);
    if (error.status === 404 || error.status === 401) {
      session.forget();
      proof.drop();
      this.reveal(false);
    }
  }

  private async step(action: string): Promise<void> {
    if (action === "say") return this.sendTyped();
    if (action === "resend") return this.outbox.flush();
    if (action === "back") return this.back();
    if (/^(human|refuse|pass)/.test(action)) return this.decide(action);
    if (action === "withdraw") return this.withdraw();
    if (action === "code") return panels.code();
    if (action.startsWith("note")) return note.act(action);
    if (action.startsWith("picture")) return this.addPicture(action);
    if (action === "return" || action === "erase") return void panels.open(action);
    if (action === "code-check" && (await panels.checkCode())) return this.settle("code.check.ok");
    if (action === "return-go" && (await panels.comeBack())) return window.location.reload();
    if (action === "erase-yes" && (await panels.erase())) {
      composer.take();
      this.ended();
    }
  }

  private sendTyped(): void {
    const text = composer.take();
    if (!text.trim()) return strip.tell(say("error.empty"));
    this.outbox.send(text);
    this.toEnd();
  }

  private back(): void {
    panels.closeAll();
    asked.drop();
    picture.drop();
  }

  // Who may read along is asked in steps that the service renders; here the talk takes up again.
  private async decide(action: string): Promise<void> {
    const told = await asked.act(action);
    if (told === null) return;
    panels.closeAll();
    await this.view(await get<View>(`view?after=${log.last()}`));
    strip.tell(told);
  }

  // The step is the service's; what is chosen in it is drawn anew and shown here first.
  private async addPicture(action: string): Promise<void> {
    if (action === "picture") {
      const told = await asked.act(action);
      return told === null ? picture.prepare() : strip.tell(told);
    }
    if (!(await picture.send())) return;
    this.back();
    await this.view(await get<View>(`view?after=${log.last()}`));
    this.toEnd();
    strip.tell(say("picture.done"));
  }

  private async withdraw(): Promise<void> {
    panels.closeAll();
    await post("handover", { action: "withdraw" });
    await this.view(await get<View>(`view?after=${log.last()}`));
    strip.tell(say("human.withdrawn"));
  }

  private settle(key: string): void {
    panels.closeAll();
    strip.tell(say(key));
  }

  private tellTyping(): void {
    const isHeard = this.view_?.state === "human" || this.view_?.state === "waiting";
    if (!isHeard || Date.now() - this.toldTyping < TYPING_TOLD_MS) return;
    this.toldTyping = Date.now();
    hint("typing");
  }

  private backOnline(): void {
    this.showState();
    if (session.hasBegun()) this.stream.reopen();
    void this.outbox.flush();
  }

  private awaitBot(owes: boolean): void {
    clearTimeout(this.overdueTimer);
    if (!owes) {
      this.isOverdue = false;
      return this.showSign("", 0);
    }
    this.showSign(say("typing.bot"), 0);
    this.overdueTimer = window.setTimeout(() => {
      this.isOverdue = true;
      this.showState();
    }, OVERDUE_MS);
  }

  private showSign(text: string, forMs: number): void {
    clearTimeout(this.signTimer);
    find("span", this.sign).textContent = text;
    this.sign.hidden = !text;
    if (forMs) this.signTimer = window.setTimeout(() => (this.sign.hidden = true), forMs);
  }

  private showState(): void {
    const { view_: view, isConnected, isOverdue } = this;
    strip.reveal("bot", view?.state === "bot");
    strip.showChoices(view);
    strip.show({ view, isConnected, isOverdue });
  }

  private reveal(hasBegun: boolean): void {
    strip.reveal("started", hasBegun);
    strip.reveal("new", !hasBegun);
  }

  private isAtEnd(): boolean {
    const page = document.documentElement;
    return page.scrollHeight - page.clientHeight - page.scrollTop < 160;
  }

  private toEnd(): void {
    window.scrollTo(0, document.documentElement.scrollHeight);
  }

  // What does not fit on the screen is read from its beginning, whether it is one turn or several.
  private toStartOf(turn: HTMLElement | null): void {
    const below = turn ? document.documentElement.getBoundingClientRect().bottom - turn.getBoundingClientRect().top : 0;
    if (turn && below > (window.innerHeight * 2) / 3) turn.scrollIntoView({ block: "start" });
    else this.toEnd();
  }
}
