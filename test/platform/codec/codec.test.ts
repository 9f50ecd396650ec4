import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Payload } from '@temporalio/common';
import { ensureKeyRing, KeyRing, readKeys, rotateKeyRing } from '../../../temporal/codec/key-ring';
import { AesPayloadCodec } from '../../../temporal/codec/payload-codec';

const dir = mkdtempSync(join(tmpdir(), 'tsunagi-ring-'));
afterAll(() => rmSync(dir, { recursive: true }));
let files = 0;
const ringFile = (...lines: string[]): string => {
  const file = join(dir, `ring${++files}`);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
};
/** iv ‖ this: {"journeyId":7,"run":1} under key k1, as the first release wrote it. */
const VECTOR = '1298947914d6479a71c19afbe695c00aebd37506374f63521c805328bd87e0369db2a9b162aa6dd9';
const ONE = `k1 ${'11'.repeat(32)}`;
const TWO = `k2 ${'22'.repeat(32)}`;
const codecOf = (...lines: string[]) => new AesPayloadCodec(new KeyRing(ringFile(...lines)));

const json = (value: unknown): Payload => ({
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from(JSON.stringify(value)),
});
const bare = (payload: Payload): Payload => JSON.parse(JSON.stringify(payload)) as Payload;

describe('the codec', () => {
  test.each<[string, Payload]>([
    ['JSON', json({ did: 'sent' })],
    ['nothing', { metadata: { encoding: Buffer.from('binary/null') } }],
    ['bytes', { metadata: { encoding: Buffer.from('binary/plain') }, data: Buffer.from([0, 255]) }],
    ['further metadata', { metadata: { ...json(1).metadata, type: Buffer.from('x') }, data: Buffer.from('1') }],
  ])('gives %s back as it was, and shows nothing of it meanwhile', async (_, payload) => {
    const codec = codecOf(ONE);
    const [encrypted] = await codec.encode([payload]);
    expect(Object.keys(encrypted!.metadata!)).toEqual(['encoding', 'key']);
    expect(Buffer.from(encrypted!.metadata!.encoding!).toString()).toBe('aes-gcm');
    if (payload.data && payload.data.length > 2)
      expect(Buffer.from(encrypted!.data!).includes(Buffer.from(payload.data))).toBe(false);
    expect(bare((await codec.decode([encrypted!]))[0]!)).toEqual(bare(payload));
  });

  test('encodes the same value differently each time', async () => {
    const [first, second] = await codecOf(ONE).encode([json('a'), json('a')]);
    expect(first!.data).not.toEqual(second!.data);
  });

  test('opens what was written when the format was fixed', async () => {
    const data = Buffer.from('000102030405060708090a0b' + VECTOR, 'hex');
    const old = { metadata: { encoding: Buffer.from('aes-gcm'), key: Buffer.from('k1') }, data };
    const [opened] = await codecOf(ONE).decode([old]);
    expect(bare(opened!)).toEqual(bare(json({ journeyId: 7, run: 1 })));
  });

  test('without a key ring it encodes nothing, and plain payloads pass either way', async () => {
    const payload = json('plain');
    expect(await new AesPayloadCodec(undefined).encode([payload])).toEqual([payload]);
    expect(await codecOf(ONE).decode([payload])).toEqual([payload]);
  });

  test.each<[string, string[], RegExp]>([
    ['a key that the ring lacks', [TWO], /needs key k1, which CODEC_KEY_FILE does not hold/],
    ['another key of the same name', [`k1 ${'33'.repeat(32)}`], /cannot be opened with key k1/],
  ])('%s is named', async (_, lines, expected) => {
    const encrypted = await codecOf(ONE).encode([json('a')]);
    await expect(codecOf(...lines).decode(encrypted)).rejects.toThrow(expected);
    await expect(new AesPayloadCodec(undefined).decode(encrypted)).rejects.toThrow(/needs key k1, but CODEC_KEY_FILE/);
  });

  test.each<[string, (data: Buffer) => Buffer]>([
    ['a changed byte', (data) => (data.writeUInt8(data.readUInt8(14) ^ 1, 14), data)],
    ['a cut tag', (data) => data.subarray(0, -4)],
    ['no data', () => Buffer.alloc(0)],
  ])('%s is refused', async (_, change) => {
    const codec = codecOf(ONE);
    const [encrypted] = await codec.encode([json({ amount: 1 })]);
    const altered = { ...encrypted!, data: change(Buffer.from(encrypted!.data!)) };
    await expect(codec.decode([altered])).rejects.toThrow(/cannot be opened with key k1/);
  });

  test('a payload moved under another key id is refused', async () => {
    const codec = codecOf(ONE, `k2 ${'11'.repeat(32)}`);
    const [encrypted] = await codec.encode([json('a')]);
    const moved = { ...encrypted!, metadata: { ...encrypted!.metadata, key: Buffer.from('k1') } };
    await expect(codec.decode([moved])).rejects.toThrow(/cannot be opened with key k1/);
  });
});

describe('the key ring', () => {
  test('is made once, readable by its owner only', () => {
    const file = join(dir, 'made', 'codec');
    ensureKeyRing(file);
    const made = readFileSync(file, 'utf8');
    ensureKeyRing(file);
    expect(readFileSync(file, 'utf8')).toBe(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a rotation adds a key that encodes; the others still decode', async () => {
    const file = ringFile(ONE);
    const ring = new KeyRing(file);
    const codec = new AesPayloadCodec(ring);
    const before = await codec.encode([json('old')]);
    expect(rotateKeyRing(file)).toEqual({ current: 'k2', announced: [], keys: ['k1', 'k2'] });
    expect(ring.find('k2')).toBeDefined();
    const after = await codec.encode([json('new')]);
    expect(Buffer.from(after[0]!.metadata!.key!).toString()).toBe('k2');
    expect((await codec.decode([...before, ...after])).map(bare)).toEqual([json('old'), json('new')].map(bare));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('a key announced first decodes only, until the next rotation', () => {
    const file = ringFile(ONE);
    expect(rotateKeyRing(file, true)).toEqual({ current: 'k1', announced: ['k2'], keys: ['k1', 'k2'] });
    expect(new KeyRing(file).current().id).toBe('k1');
    expect(new KeyRing(file).find('k2')).toBeDefined();
    expect(rotateKeyRing(file)).toEqual({ current: 'k2', announced: [], keys: ['k1', 'k2'] });
    expect(rotateKeyRing(file).current).toBe('k3');
  });

  test('a file that breaks while in use leaves the keys as they were', () => {
    const file = ringFile(ONE);
    const ring = new KeyRing(file);
    writeFileSync(file, 'half a li');
    expect(ring.find('k9')).toBeUndefined();
    expect(ring.find('k1')).toBeDefined();
  });

  const secret = 'ab'.repeat(30);
  test.each<[string, string[], RegExp]>([
    ['a short key', [ONE, `k2 ${secret}`], /key 2 is not <id> <64 hex digits>/],
    ['no id', ['11'.repeat(32)], /key 1 is not/],
    ['no key', ['# nothing'], /holds no key/],
    ['an id twice', [ONE, ONE], /two keys have the same id/],
  ])('%s is an error that shows no key', (_, lines, expected) => {
    const read = () => readKeys(ringFile(...lines));
    expect(read).toThrow(expected);
    expect(read).not.toThrow(new RegExp(`${secret}|1111`));
  });
});
