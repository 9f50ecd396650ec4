/** A mail in the inbox's list. */
export interface ListedMail {
  seq: number;
  to: string;
  key: string;
}

export interface OpenedMail extends ListedMail {
  text: string;
  links: string[];
}

/** The inbox's HTTP interface, as the customers use it. */
export class InboxClient {
  constructor(private readonly url: string) {}

  /** Mails after number `since`, oldest first. */
  async after(since: number): Promise<ListedMail[]> {
    return (await this.read<{ messages: ListedMail[] }>(`/api/messages?since=${since}&limit=500`)).messages;
  }

  open(seq: number): Promise<OpenedMail> {
    return this.read<OpenedMail>(`/api/messages/${seq}`);
  }

  private async read<Answer>(path: string): Promise<Answer> {
    const response = await fetch(new URL(path, this.url), { signal: AbortSignal.timeout(20_000) });
    if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
    return (await response.json()) as Answer;
  }
}
