import { type Payload } from '@temporalio/common';
import { isOurs, PayloadUnreadable } from '../../../temporal/codec/payload-codec';
import { readClock } from '../../../db/platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../../../db/platform/ledger';
import { AppError } from '../../../domain/errors';
import { type codecRoutes } from '../contract/codec';
import { type AppDeps } from '../../http/deps';
import { type Call, type Handlers } from '../../http/handler';
import { transact } from '../../../db/platform/transact';

type Asked = Call<(typeof codecRoutes)['decodePayloads']>;
type Wire = Asked['body']['payloads'];

/** Decrypts and encrypts payloads. The use is recorded, in figures only, before the response is sent. */
export const codecHandlers: Handlers<typeof codecRoutes> = {
  decodePayloads: async ({ deps, actor, body }) => {
    const given = body.payloads.map(fromWire);
    const opened = await unreadable(() => codecOf(deps).decode(given));
    await record(deps, { kind: 'payloads_decoded', actor, payloads: given.filter(isOurs).length });
    return { body: { payloads: opened.map(toWire) } };
  },
  encodePayloads: async ({ deps, actor, body }) => {
    const encrypted = await codecOf(deps).encode(body.payloads.map(fromWire));
    await record(deps, { kind: 'payloads_encoded', actor, payloads: encrypted.length });
    return { body: { payloads: encrypted.map(toWire) } };
  },
};

/** Throws if the app has no codec, as in some tests. */
function codecOf({ codec }: AppDeps): NonNullable<AppDeps['codec']> {
  return codec ?? { encode: async (payloads) => payloads, decode: async (payloads) => payloads };
}

async function unreadable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PayloadUnreadable) throw new AppError('payload_unreadable', { key: error.keyId });
    throw error;
  }
}

interface Entry {
  kind: 'payloads_decoded' | 'payloads_encoded';
  actor: Asked['actor'];
  payloads: number;
}

async function record({ db }: AppDeps, { kind, actor, payloads }: Entry): Promise<void> {
  if (payloads === 0) return;
  await transact(db, async (trx) => {
    const { now } = await readClock(trx);
    const entry = { kind, by: `person:${actor.personId}`, via: actor.via, payloads };
    await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
  });
}

const bytes = (text: string) => Buffer.from(text, 'base64');
const base64 = (value: Uint8Array) => Buffer.from(value).toString('base64');

function fromWire({ metadata = {}, data }: Wire[number]): Payload {
  const fields = Object.entries(metadata).map(([name, value]) => [name, bytes(value)]);
  return { metadata: Object.fromEntries(fields), ...(data !== undefined && { data: bytes(data) }) } as Payload;
}

function toWire({ metadata, data }: Payload): Wire[number] {
  const fields = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return { metadata: Object.fromEntries(fields), ...(data && { data: base64(data) }) } as Wire[number];
}
