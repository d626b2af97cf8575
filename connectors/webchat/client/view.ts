// What the service tells of a talk; connectors/webchat/views.py makes it.

export interface Contact {
  readonly kind: "phone" | "chat" | "mail" | "form" | "forum" | "site";
  readonly label: string;
  readonly href: string;
  readonly note: string | null;
}

export interface Card {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly contacts: readonly Contact[];
  readonly rank: number;
}

export interface Party {
  readonly name: string;
  readonly why: string;
  readonly can: readonly string[];
  readonly cannot: readonly string[];
  readonly contacts: readonly Contact[];
  readonly open: string | null;
  readonly open_now: boolean | null;
  // What an older answer of the service does not say is left out.
  readonly takes?: string | null;
  readonly binding?: string | null;
  readonly cost?: string | null;
  readonly anonymous: string | null;
}

export interface Advice {
  readonly reason: string;
  readonly duty: string | null;
  readonly committee?: string | null;
  readonly main: Party;
  readonly others: readonly Party[];
  readonly if_it_fails: string;
  readonly next_rung?: string | null;
  readonly expectation: string;
}

export interface Turn {
  readonly seq: number;
  readonly from: "you" | "bot" | "human";
  readonly name: string | null;
  readonly text: string;
  readonly time: string;
  readonly edited: boolean;
  readonly cards: readonly Card[];
  readonly advice: Advice | null;
  readonly code: boolean;
  // Who may read along is asked on a page of its own first.
  readonly human: boolean;
  readonly buttons: readonly { readonly label: string; readonly place: number }[];
}

export interface View {
  readonly state: "bot" | "waiting" | "human" | "closed";
  readonly counsellor: string | null;
  // Who was there before, and is not any more.
  readonly leaver: string | null;
  readonly on_duty: boolean;
  // When somebody will be there, in words, while nobody is.
  readonly opens: string | null;
  readonly waits_long: boolean;
  readonly bot_owes: boolean;
  readonly has_code: boolean;
  readonly code_confirmed: boolean;
  readonly proposal: { readonly text: string; readonly button: string } | null;
  readonly turns: readonly Turn[];
}
