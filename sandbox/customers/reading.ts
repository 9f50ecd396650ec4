import { inquiryNamed } from '../../domain/customers/inquiries/inquiry';
import { type InboxClient, type PostClient, type SmsClient } from './channels';
import { type Knowledge, type Self } from './knowledge';
import { type People } from './people';
import { type Entry } from './record';
import { type Contact } from './scenario';

export interface ChannelClients {
  inbox: InboxClient;
  sms: SmsClient | undefined;
  post: PostClient | undefined;
}

/** A message for its reader. */
interface Message {
  channel: Contact['channel'];
  seq: number;
  key: string;
  links: string[];
  candidates: Self[];
  inquiry?: number | undefined;
  formPages?: number[];
}

const PARALLEL = 8;

/** Fetches new messages of each channel and assigns them to their recipients. */
export class Reading {
  constructor(
    private readonly channels: ChannelClients,
    private readonly knowledge: Knowledge,
    private readonly people: People,
  ) {}

  /** Reads until there is nothing new; `append` records it. Rejects while a stand-in is unavailable. */
  async read(channel: Contact['channel'], at: number, append: (entries: Entry[]) => void): Promise<void> {
    for (;;) {
      const messages = await this.next(channel);
      if (messages.length === 0) return;
      const entries: Entry[] = [];
      for (const message of messages) {
        const entry = this.understand(message, at);
        this.people.take(entry); // the recipient of the next one can depend on it
        entries.push(entry);
      }
      append(entries);
    }
  }

  private async next(channel: Contact['channel']): Promise<Message[]> {
    const since = this.people.read[channel];
    const { inbox, sms, post } = this.channels;
    if (channel === 'sms') {
      const received = (await sms?.after(since)) ?? [];
      return received.map(({ seq, key, to, body }) => {
        return { channel, seq, key, links: linksIn(body), candidates: this.knowledge.atPhone(to, body) };
      });
    }
    if (channel === 'post') {
      const letters = (await post?.after(since)) ?? [];
      return letters.map(({ seq, piece, addressee, link, formPages }) => {
        const candidates = this.knowledge.atAddress(addressee);
        return { channel, seq, key: piece, links: link ? [link] : [], candidates, formPages };
      });
    }
    const listed = await inbox.after(since);
    const mails: Message[] = [];
    for (let start = 0; start < listed.length; start += PARALLEL) {
      const some = listed.slice(start, start + PARALLEL);
      const opened = await Promise.all(some.map((mail) => inbox.open(mail.seq)));
      for (const { seq, key, to, text, links } of opened) {
        const inquiry = inquiryNamed(text);
        mails.push({ channel, seq, key, links, inquiry, candidates: this.knowledge.atMail(to, text) });
      }
    }
    return mails;
  }

  private understand({ channel, seq, key, links, inquiry, candidates, formPages }: Message, at: number): Entry {
    const paths = links.flatMap((link) => (URL.canParse(link) ? new URL(link).pathname : []));
    const page = paths.find((path) => path.startsWith('/m/'));
    const optOut = paths.find((path) => path.startsWith('/s/'));
    const owner = this.people.ownerOf(page, candidates);
    if (!owner) return { type: 'ignored', channel, seq };
    const found = { ...(page && { page }), ...(optOut && { optOut }), ...(formPages && { formPages }) };
    const about = inquiry === undefined ? {} : { inquiry };
    return { type: 'contact', channel, seq, key, person: owner.id, at, ...found, ...about };
  }
}

const linksIn = (text: string): string[] => text.match(/https?:\/\/[^\s<>"'「」（）、。]+/g) ?? [];
