import { type AddressInfo, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** What a stub does with a mail: a reply code and text for RCPT or DATA, or a cut connection. */
export interface Behaviour {
  rcpt?: (to: string) => string | undefined;
  /** `drop` cuts the connection after the data without a reply. */
  data?: (key: string, seen: number) => string | undefined | 'drop';
  /** Called when the envelope stands, before the reply to it. */
  onRcpt?: () => Promise<unknown>;
  /** Called when a mail has come in whole, before the reply to it. */
  onMail?: () => Promise<unknown>;
}

export interface Received {
  from: string;
  to: string;
  /** Local part of its Message-ID. */
  key: string;
  raw: string;
}

/** A real SMTP server that keeps what it takes and misbehaves as its settings say. */
export async function smtpStub(behaviour: Behaviour = {}, port = 0) {
  const mails: Received[] = [];
  const seen = new Map<string, number>();
  const sockets = new Set<Socket>();
  const refuse = (text: string) => Object.assign(new Error(text.slice(4)), { responseCode: Number(text.slice(0, 3)) });
  const server = new SMTPServer({
    lenientAddressParsing: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo(address, _, reply) {
      const text = behaviour.rcpt?.(address.address);
      void Promise.resolve(behaviour.onRcpt?.()).then(() => reply(text ? refuse(text) : null));
    },
    onData(stream, session, reply) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const key = /^Message-ID:\s*<(.*)@/im.exec(raw)?.[1] ?? '';
        const count = seen.get(key) ?? 0;
        seen.set(key, count + 1);
        const text = behaviour.data?.(key, count);
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        if (!text || text === 'drop') mails.push({ from, to: session.envelope.rcptTo[0]!.address, key, raw });
        if (text === 'drop') for (const socket of sockets) socket.destroy();
        else void Promise.resolve(behaviour.onMail?.()).then(() => reply(text ? refuse(text) : null));
      });
    },
  });
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.server.address() as AddressInfo;
  return {
    mails,
    port: address.port,
    url: `smtp://127.0.0.1:${address.port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
