import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { type Logger } from 'pino';
import { fileMark, makeSecretFile, readKeyLines, replaceSecretFile } from '../../config/secret-file';

export interface MasterKey {
  /** Twelve hex digits derived from the key; reveals nothing about it. */
  id: string;
  /** 32 bytes. */
  secret: Buffer;
  /** Only decrypts, until a rotation makes it the current key. */
  announced?: boolean;
}

/**
 * Source of master keys. The first key is the root, used for hashes, links and second factors, so it never changes. The
 * last one that is not merely announced wraps the customers' keys; all of them unwrap.
 */
export interface MasterKeys {
  /** The keys, oldest first. Throws if one of them is unavailable. */
  load(): Promise<MasterKey[]>;
  /** Adds a key, or makes announced ones current (see `rotateKeyRing`). Resolves to the resulting keys. */
  rotate(announce: boolean): Promise<MasterKey[]>;
  /** Changes when `load` would return something else. */
  mark(): string | undefined;
}

/** How a key is written on a line of the file. */
interface KeyLines {
  make(): Promise<{ secret: Buffer; line: string }>;
  /** Undefined if the line is not of this kind. */
  open(line: string): Promise<Buffer> | undefined;
  /** The line as this kind would write it now. */
  renew(key: { secret: Buffer; line: string }): Promise<string>;
}

const ANNOUNCED = ' announced';
const HEX = /^[0-9a-f]{64}$/;

/** Plain keys of 64 hex digits. */
const plainLines: KeyLines = {
  async make() {
    const secret = randomBytes(32);
    return { secret, line: secret.toString('hex') };
  },
  open: (line) => (HEX.test(line) ? Promise.resolve(Buffer.from(line, 'hex')) : undefined),
  renew: async ({ line }) => line,
};

/**
 * Master keys in a file, one per line, mode 0600; created with one key if missing. Keep it beside the data folder,
 * never inside: a backup of the data is unreadable without it.
 */
export class FileMasterKeys implements MasterKeys {
  /** Lines are written by `lines`; those written by `plainLines` can always be read. */
  constructor(
    private readonly file: string,
    private readonly lines: KeyLines = plainLines,
  ) {}

  async load(): Promise<MasterKey[]> {
    if (!existsSync(this.file)) makeSecretFile(this.file, `${(await this.lines.make()).line}\n`);
    return (await this.#read()).map(({ line: _, ...key }) => key);
  }

  async rotate(announce: boolean): Promise<MasterKey[]> {
    const known = await this.#read();
    const waiting = known.some((key) => key.announced);
    const all: (MasterKey & { line: string })[] = waiting && !announce ? known.map(made) : [...known];
    if (!waiting || announce) {
      const fresh = await this.lines.make();
      all.push({ ...fresh, id: masterKeyId(fresh.secret), ...(announce && { announced: true }) });
    }
    const text: string[] = [];
    for (const key of all) text.push(`${await this.lines.renew(key)}${key.announced ? ANNOUNCED : ''}\n`);
    replaceSecretFile(this.file, text.join(''));
    return all.map(({ line: _, ...key }) => key);
  }

  mark(): string | undefined {
    return fileMark(this.file);
  }

  async #read(): Promise<(MasterKey & { line: string })[]> {
    const keys = [];
    for (const [index, text] of readKeyLines(this.file).entries()) {
      const announced = text.endsWith(ANNOUNCED);
      const line = announced ? text.slice(0, -ANNOUNCED.length) : text;
      const opening = plainLines.open(line) ?? this.lines.open(line);
      if (!opening && line.startsWith('kms '))
        throw new Error(`${this.file}: line ${index + 1} is encrypted, KMS_URL is needed`);
      if (!opening) throw new Error(`${this.file} holds no master key on line ${index + 1}: 64 hex digits expected`);
      const secret = await opening;
      keys.push({ id: masterKeyId(secret), secret, line, ...(announced && { announced }) });
    }
    if (!keys[0] || keys[0].announced) throw new Error(`${this.file} holds no master key`);
    return keys;
  }
}

const made = <Key extends MasterKey>({ announced: _, ...key }: Key) => key;

/** The key that wraps. */
export const currentKey = (keys: MasterKey[]): MasterKey => keys.filter((key) => !key.announced).at(-1)!;

/** Sub-key of a master key for one use, so that no key serves two purposes. */
export const subkey = (secret: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'tsunagi', use, 32));

export const masterKeyId = (secret: Buffer): string =>
  createHash('sha256').update(subkey(secret, 'id')).digest('hex').slice(0, 12);

const CHECK_MS = 1_000;
/** After this time an announced key is known to every process that reads the same file. */
export const ANNOUNCE_MS = 3 * CHECK_MS;

/**
 * Adopts keys added since `mark`, checking every second. Returns a function that stops it. Unavailable keys are logged
 * once.
 */
export function followMasterKeys(
  keys: MasterKeys,
  mark: string | undefined,
  { adopt, log }: { adopt: (keys: MasterKey[]) => void; log: Logger },
): () => void {
  let known = mark;
  let busy = false;
  const check = async () => {
    const found = keys.mark();
    if (busy || found === known) return;
    busy = true;
    try {
      adopt(await keys.load());
    } catch (error) {
      log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'master keys not read again');
    } finally {
      known = found;
      busy = false;
    }
  };
  const timer = setInterval(() => void check(), CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

interface KmsSettings {
  /** URL of the key management system, such as https://vault.example:8200. */
  url: string;
  /** Mount path of the transit engine; default `transit`. */
  mount?: string;
  /** Name of the key there. */
  key: string;
  /** Called for each request, so that a token file may be renewed. */
  token: () => string;
  /** CA of the system's certificate, if not a standard one. */
  caFile?: string;
}

const PREFIX = 'kms ';
const TIMEOUT_MS = 10_000;
const MAX_ANSWER = 64 * 1024;

/**
 * Key lines encrypted by a key management system with the protocol of Vault's transit engine: the file holds only
 * ciphertexts, and the system is called once per line at startup. Everything else is wrapped locally with the decrypted
 * keys.
 */
export function kmsLines(settings: KmsSettings): KeyLines {
  const encrypt = async (secret: Buffer) => {
    const { ciphertext } = await call(settings, 'encrypt', { plaintext: secret.toString('base64') });
    if (typeof ciphertext !== 'string' || /\s/.test(ciphertext)) throw new KmsError('encrypt', 'no ciphertext');
    return `${PREFIX}${ciphertext}`;
  };
  const open = async (ciphertext: string) => {
    const { plaintext } = await call(settings, 'decrypt', { ciphertext });
    const secret = Buffer.from(typeof plaintext === 'string' ? plaintext : '', 'base64');
    if (secret.length !== 32) throw new KmsError('decrypt', 'no key of 32 bytes');
    return secret;
  };
  return {
    async make() {
      const secret = randomBytes(32);
      return { secret, line: await encrypt(secret) };
    },
    open: (line) => (line.startsWith(PREFIX) ? open(line.slice(PREFIX.length)) : undefined),
    // with the newest version of the system's key; also turns a plain line into an encrypted one
    renew: ({ secret }) => encrypt(secret),
  };
}

/** Names the operation and the system's response, never a key or token. */
class KmsError extends Error {
  constructor(operation: string, why: string) {
    super(`the key management system of KMS_URL did not ${operation}: ${why}`);
    this.name = 'KmsError';
  }
}

interface Answer {
  status: number;
  text: string;
}

async function call(settings: KmsSettings, operation: 'encrypt' | 'decrypt', body: object) {
  const { url, mount = 'transit', key, token, caFile } = settings;
  const address = new URL(`/v1/${mount}/${operation}/${encodeURIComponent(key)}`, url);
  const headers = { 'content-type': 'application/json', 'x-vault-token': token() };
  const ca = caFile === undefined ? {} : { ca: readFileSync(caFile) };
  const answer = await post(address, { headers, ...ca }, JSON.stringify(body)).catch((error: unknown) => {
    throw new KmsError(operation, (error as NodeJS.ErrnoException).code ?? 'no answer');
  });
  if (answer.status !== 200) throw new KmsError(operation, `status ${answer.status}`);
  return (JSON.parse(answer.text) as { data?: Record<string, unknown> }).data ?? {};
}

function post(address: URL, options: { headers: Record<string, string>; ca?: Buffer }, body: string): Promise<Answer> {
  const begin = address.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const asked = begin(address, { method: 'POST', timeout: TIMEOUT_MS, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        if (text.length > MAX_ANSWER) asked.destroy(new Error('too long'));
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text })).on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    asked.on('error', reject).end(body);
  });
}
