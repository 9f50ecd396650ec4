/** A message in the list of its stand-in. */
export interface ListedMail {
  seq: number;
  to: string;
  key: string;
}

export interface OpenedMail extends ListedMail {
  /** Envelope sender. */
  from: string;
  /** When it came on the installation's clock, ISO. */
  at: string;
  subject: string;
  messageId: string;
  headers: { name: string; value: string }[];
  text: string;
  links: string[];
}

export interface Sms extends ListedMail {
  body: string;
}

/** A letter in a letter box. */
export interface Letter {
  seq: number;
  /** Code of the envelope, as its form shows it. */
  piece: string;
  /** Text in the window. */
  addressee: string[];
  link: string | undefined;
  /** Pages of the return form, counted from 1. */
  formPages: number[];
}

const WAIT_MS = 20_000;

/** Client of a stand-in's HTTP interface. All methods reject while it is unavailable. */
class ChannelClient {
  constructor(private readonly url: string) {}

  protected async read<Answer>(path: string): Promise<Answer> {
    return (await this.fetch(path)).json() as Promise<Answer>;
  }

  protected async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.url), { ...init, signal: AbortSignal.timeout(WAIT_MS) });
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path.split('?')[0]} answered ${response.status}`);
    return response;
  }
}

/** The inbox, from the customers' side. */
export class InboxClient extends ChannelClient {
  /** Mails after number `since`, oldest first. */
  async after(since: number): Promise<ListedMail[]> {
    return (await this.read<{ messages: ListedMail[] }>(`/api/messages?since=${since}&limit=500`)).messages;
  }

  open(seq: number): Promise<OpenedMail> {
    return this.read<OpenedMail>(`/api/messages/${seq}`);
  }
}

/** The phones that receive text messages. */
export class SmsClient extends ChannelClient {
  /** Messages after number `since`, oldest first. */
  async after(since: number): Promise<Sms[]> {
    return (await this.read<{ messages: Sms[] }>(`/api/messages?since=${since}`)).messages;
  }
}

interface RawLetter {
  seq: number;
  piece: string;
  addressee: { lines: string[] };
  link: string | null;
  formPages: number[];
}

/** The letter boxes and the postboxes. */
export class PostClient extends ChannelClient {
  /** Letters after number `since`, oldest first. */
  async after(since: number): Promise<Letter[]> {
    const { letters } = await this.read<{ letters: RawLetter[] }>(`/api/letters?since=${since}`);
    return letters.map(({ addressee, link, ...letter }) => {
      return { ...letter, addressee: addressee.lines, link: link ?? undefined };
    });
  }

  /** A page (from 1) as a PNG. */
  async page(letter: number, page: number): Promise<Buffer> {
    return Buffer.from(await (await this.fetch(`/api/letters/${letter}/pages/${page}.png`)).arrayBuffer());
  }

  /** Posts a filled-in form. Idempotent for the same form. */
  async postForm(piece: string, pages: Buffer[]): Promise<void> {
    const body = JSON.stringify({ pages: pages.map((page) => page.toString('base64')) });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    await this.fetch(`/api/postbox?piece=${encodeURIComponent(piece)}`, init);
  }
}
