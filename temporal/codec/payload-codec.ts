import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Payload, type PayloadCodec } from '@temporalio/common';
import { type CodecKey, type KeyRing } from './key-ring';

/** Encoding name of our payloads; short, since every payload of every history repeats it. */
export const ENCODING = 'aes-gcm';
const NAME = Buffer.from(ENCODING);
const JSON_PLAIN = 'json/plain';
/** First byte of the plaintext: a JSON value follows as it is, or a whole payload in JSON and base64. */
const AS_JSON = 1;
const AS_PAYLOAD = 0;
const IV = 12;
const TAG = 16;

/** Names the key that is missing or does not match. */
export class PayloadUnreadable extends Error {
  constructor(
    readonly keyId: string,
    message: string,
  ) {
    super(message);
    this.name = 'PayloadUnreadable';
  }
}

/**
 * Encrypts payloads with AES-256-GCM: metadata {encoding: aes-gcm, key: <id>}, data = iv ‖ ciphertext ‖ tag, with the
 * key's id as additional data. Without a key ring nothing is encrypted. Foreign payloads pass unchanged, so plain
 * histories continue. Decoding throws, naming the key, when the key is unknown or the payload was altered.
 */
export class AesPayloadCodec implements PayloadCodec {
  constructor(private readonly ring: KeyRing | undefined) {}

  async encode(payloads: Payload[]): Promise<Payload[]> {
    const key = this.ring?.current();
    return key ? payloads.map((payload) => (isOurs(payload) ? payload : encryptPayload(key, payload))) : payloads;
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => (isOurs(payload) ? this.#open(payload) : payload));
  }

  #open(payload: Payload): Payload {
    const id = keyIdOf(payload);
    if (!this.ring) throw new PayloadUnreadable(id, `a payload needs key ${id}, but CODEC_KEY_FILE is not set`);
    const key = this.ring.find(id);
    if (!key) throw new PayloadUnreadable(id, `a payload needs key ${id}, which CODEC_KEY_FILE does not hold`);
    try {
      return openPayload(key, payload);
    } catch {
      throw new PayloadUnreadable(
        id,
        `a payload cannot be opened with key ${id}: another key of that name, or it was altered`,
      );
    }
  }
}

export const isOurs = ({ metadata }: Payload): boolean => textOf(metadata?.encoding) === ENCODING;

/** Id of the key with which one of our payloads was encrypted. */
export const keyIdOf = ({ metadata }: Payload): string => textOf(metadata?.key);

const textOf = (value: Uint8Array | null | undefined): string => Buffer.from(value ?? []).toString();

/** Never used before. Taken from the generator many at a time: a call of it takes longer than to encrypt a payload. */
let unused = Buffer.alloc(0);
function newIv(): Buffer {
  if (unused.length === 0) unused = randomBytes(256 * IV);
  const iv = unused.subarray(0, IV);
  unused = unused.subarray(IV);
  return iv;
}

function encryptPayload({ id, key }: CodecKey, payload: Payload): Payload {
  const iv = newIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(id));
  const [form, inner] = innerOf(payload);
  const parts = [iv, cipher.update(Uint8Array.of(form)), cipher.update(inner), cipher.final(), cipher.getAuthTag()];
  return { metadata: { encoding: NAME, key: Buffer.from(id) }, data: Buffer.concat(parts) };
}

/** Nearly every payload is plain JSON, so its metadata is omitted (25 bytes). */
function innerOf({ metadata, data }: Payload): [number, Uint8Array] {
  const fields = Object.entries(metadata ?? {});
  const plain = fields.length === 1 && textOf(metadata?.encoding) === JSON_PLAIN;
  if (plain) return [AS_JSON, data ?? new Uint8Array()];
  const whole = {
    metadata: Object.fromEntries(fields.map(([name, value]) => [name, base64(value)])),
    data: data && base64(data),
  };
  return [AS_PAYLOAD, Buffer.from(JSON.stringify(whole))];
}

const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');

function wholeOf(text: string): Payload {
  const { metadata, data } = JSON.parse(text) as { metadata: Record<string, string>; data?: string };
  const fields = Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')] as const);
  return { metadata: Object.fromEntries(fields), ...(data !== undefined && { data: Buffer.from(data, 'base64') }) };
}

function openPayload({ id, key }: CodecKey, payload: Payload): Payload {
  const data = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(id)).setAuthTag(data.subarray(-TAG));
  const opened = Buffer.concat([decipher.update(data.subarray(IV, -TAG)), decipher.final()]);
  const inner = opened.subarray(1);
  if (opened[0] === AS_JSON) return { metadata: { encoding: Buffer.from(JSON_PLAIN) }, data: inner };
  return wholeOf(inner.toString());
}
