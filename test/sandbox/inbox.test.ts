import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../embedded/ports';
import { type RunningInbox, startInbox, testFolder } from './support';
import { eventually } from '../support/eventually';

interface Listed {
  seq: number;
  id: string;
  at: string;
  to: string;
  subject: string;
  key: string;
}
interface Record {
  total: number;
  accepted: { [key: string]: number };
  duplicates: { key: string; count: number }[];
  dropped: number;
  refused: { [code: string]: number };
  dsn: { owed: number; sent: number };
}

const DAY = 86_400_000;
const START = Date.parse('2026-09-01T00:00:00+09:00');
const at = (days: number) => ({ at: new Date(START + days * DAY).toISOString() });

let counter = 0;

/** Sends one mail on a connection of its own; rejects with nodemailer's error. */
async function send(inbox: RunningInbox, to: string, options: { key?: string; from?: string } = {}): Promise<void> {
  const { key = `key-${++counter}`, from = `b+${key}@bounce.example` } = options;
  const transport = createTransport({ host: '127.0.0.1', port: inbox.smtpPort, ignoreTLS: true });
  try {
    await transport.sendMail({
      envelope: { from, to: [to] },
      from: 'みどり電話 <info@midori.example>',
      to,
      subject: '【重要】サービス終了のお知らせ',
      messageId: `<${key}@sender.example>`,
      text: 'お手続き: https://example.jp/m/abc?x=1&y=2。',
      html: '<p><a href="https://example.jp/m/abc?x=1&amp;y=2">お手続き</a><script>alert(1)</script></p>',
    });
  } finally {
    transport.close();
  }
}

describe('an inbox without faults', () => {
  const folder = testFolder();
  const bounces: { from: string; to: string; raw: Buffer }[] = [];
  let listener: SMTPServer;
  let inbox: RunningInbox;

  beforeAll(async () => {
    const port = await freePort();
    listener = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData(stream, { envelope }, reply) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom ? envelope.mailFrom.address : '';
          bounces.push({ from, to: envelope.rcptTo[0]?.address ?? '', raw: Buffer.concat(chunks) });
          reply();
        });
      },
    });
    await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve));
    inbox = await startInbox(folder.dir, { INBOX_DSN_TO: `127.0.0.1:${port}` });
    await inbox.post('/clock', at(0));
  });

  afterAll(async () => {
    await inbox.process.stop();
    await new Promise<void>((resolve) => listener.close(resolve));
    folder.remove();
  });

  test('a mail can be read with its key, subject, date on the campaign’s clock and links', async () => {
    await send(inbox, 'Hanako@Example.jp', { key: 'k/1' });
    const { messages } = await inbox.get<{ messages: Listed[] }>('/api/messages?to=hanako@example.jp');
    expect(messages).toEqual([
      expect.objectContaining({
        to: 'hanako@example.jp',
        key: 'k/1',
        subject: '【重要】サービス終了のお知らせ',
        ...at(0),
      }),
    ]);
    const mail = await inbox.get<{ text: string; links: string[] }>(`/api/messages/${messages[0]?.id}`);
    expect(mail.text).toContain('お手続き');
    expect(mail.links).toEqual(['https://example.jp/m/abc?x=1&y=2']);
  });

  test.each(['bounce550.taro@example.jp', 'taro+550@example.jp', 'unknown@example.jp'])('%s is refused', async (to) => {
    await expect(send(inbox, to)).rejects.toMatchObject({
      responseCode: 550,
      response: expect.stringContaining('5.1.1') as string,
    });
    expect((await inbox.get<{ messages: Listed[] }>(`/api/messages?to=${encodeURIComponent(to)}`)).messages).toEqual(
      [],
    );
  });

  test.each(['jiro+452@example.jp', 'full@example.jp'])('%s is put off once, then taken', async (to) => {
    const key = `${to.split('@')[0]}-later`;
    await expect(send(inbox, to, { key })).rejects.toMatchObject({ responseCode: 452 });
    await send(inbox, to, { key });
    expect((await inbox.get<Record>('/api/record')).accepted[key]).toBe(1);
  });

  test('a late bounce comes after a day as a DSN to the envelope sender, once', async () => {
    await send(inbox, 'late-bounce@example.jp', { key: 'late', from: 'b+77@bounce.example' });
    expect(await inbox.post('/clock', at(0.5))).toEqual({ owed: 0 });
    expect(bounces).toHaveLength(0);
    expect(await inbox.post('/clock', at(1))).toEqual({ owed: 0 });
    expect(await inbox.post('/clock', at(2))).toEqual({ owed: 0 });
    expect(bounces).toEqual([expect.objectContaining({ from: '', to: 'b+77@bounce.example' })]);
    const report = await PostalMime.parse(bounces[0]?.raw ?? '');
    const parts = report.attachments.map(({ mimeType, content }) => [
      mimeType,
      new TextDecoder().decode(content as ArrayBuffer),
    ]);
    expect(Object.fromEntries(parts)).toMatchObject({
      'message/delivery-status': expect.stringMatching(
        /Final-Recipient: rfc822;late-bounce@example\.jp\s+Action: failed\s+Status: 5\.1\.1/,
      ) as string,
    });
  });

  test('the page finds a mail by its address and shows it without running anything in it', async () => {
    await send(inbox, 'midori.page@example.jp', { key: 'page' });
    const list = await (await fetch(`${inbox.url}/?q=midori.page`)).text();
    expect(list).toContain('midori.page@example.jp');
    expect(list).not.toContain('hanako@example.jp');
    const path = /\/messages\/\d+/.exec(list)?.[0] ?? '';
    expect(await (await fetch(inbox.url + path)).text()).toContain('sandbox="allow-popups');
    const html = await fetch(`${inbox.url}${path}/html`);
    expect(html.headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'/);
  });

  test('everything it said 250 to survives kill -9, with the clock and what it owes', async () => {
    await inbox.post('/clock', at(3));
    await send(inbox, 'late-bounce.after@example.jp', { key: 'owed' });
    const before = await inbox.get<Record>('/api/record');
    await inbox.process.kill();
    await eventually('the restart of the inbox', () => inbox.process.restarts === 1);
    await inbox.process.whenReady();
    expect(await inbox.get<Record>('/api/record')).toEqual(before);
    await send(inbox, 'after@example.jp', { key: 'after' });
    const { messages } = await inbox.get<{ messages: Listed[] }>(`/api/messages?since=${before.total}`);
    expect(messages).toEqual([expect.objectContaining({ seq: before.total + 1, key: 'after', ...at(3) })]);
    const sent = bounces.length;
    expect(await inbox.post('/clock', at(4))).toEqual({ owed: 0 });
    expect(bounces.length).toBe(sent + 1);
  });

  test('a key accepted twice is reported as a duplicate', async () => {
    await send(inbox, 'twice@example.jp', { key: 'twice' });
    await send(inbox, 'twice@example.jp', { key: 'twice' });
    expect((await inbox.get<Record>('/api/record')).duplicates).toEqual([{ key: 'twice', count: 2 }]);
  });
});

describe('faults', () => {
  const folder = testFolder();
  const inboxes: RunningInbox[] = [];

  async function withFaults(name: string, faults: object): Promise<RunningInbox> {
    const file = join(folder.dir, `${name}.json`);
    writeFileSync(file, JSON.stringify(faults));
    const inbox = await startInbox(join(folder.dir, name), { INBOX_FAULTS: file });
    inboxes.push(inbox);
    return inbox;
  }

  afterAll(async () => {
    await Promise.all(inboxes.map((inbox) => inbox.process.stop()));
    folder.remove();
  });

  test('accept, then drop: the sender sees no 250, the record holds the mail once', async () => {
    const inbox = await withFaults('drop', { seed: 7, acceptThenDrop: 1 });
    await expect(send(inbox, 'drop@example.jp', { key: 'drop' })).rejects.toThrow();
    const record = await inbox.get<Record>('/api/record');
    expect(record).toMatchObject({ total: 1, accepted: { drop: 1 }, duplicates: [], dropped: 1 });
  });

  test('temporary failures and bounces hit the same mails for the same seed', async () => {
    const outcomes = async (name: string, seed: number) => {
      const inbox = await withFaults(name, { seed, tempFail: 0.3, bounce: 0.3 });
      const one = (i: number) =>
        send(inbox, `c${i}@example.jp`, { key: `k${i}` })
          .then(() => 250)
          .catch((error: { responseCode: number }) => error.responseCode);
      return Promise.all(Array.from({ length: 30 }, (_, i) => one(i)));
    };
    const first = await outcomes('seed-1', 1);
    expect(new Set(first)).toEqual(new Set([250, 451, 550]));
    expect(await outcomes('seed-1-again', 1)).toEqual(first);
    expect(await outcomes('seed-2', 2)).not.toEqual(first);
  });

  test('a bounce no one takes stays owed', async () => {
    const inbox = await withFaults('owed', {});
    await inbox.post('/clock', at(0));
    await send(inbox, 'taro+dsn@example.jp');
    expect(await inbox.post('/clock', at(1))).toEqual({ owed: 1 });
  });
});
