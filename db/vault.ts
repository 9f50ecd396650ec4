import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync, existsSync, mkdirSync, linkSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a customer's profile holds, sealed with the customer's own key. Printed as given, never normalised. */
export interface Profile {
  name: string;
  kana?: string;
  /** ISO date, when known and no dummy. */
  birth?: string;
  mail?: string;
  phone?: string;
  mobile?: string;
  postalCode?: string;
  address?: string;
}

/** A contract's personal part, sealed with the customer's key as item `contract:<id>`. */
export interface ContractSecret {
  number: string;
  remark?: string;
}

export interface CustomerKey {
  key: Buffer;
  wrapped: Buffer;
}

/**
 * Everything secret goes through here: keys per customer wrapped by the master key, sealed items, keyed hashes,
 * and link tokens. AES-256-GCM and HMAC-SHA256; sub-keys by HKDF so that no key serves two ends.
 */
export class Vault {
  /** Names the master key, stored beside each wrapped key so that rotation can tell old from new. */
  readonly keyId: string;
  private readonly subkeys: Record<'wrap' | 'index' | 'factor' | 'link' | 'session' | 'account', Buffer>;

  constructor(private readonly masterKey: Buffer) {
    if (masterKey.length !== 32) throw new Error('the master key must be 32 bytes');
    const derive = (use: string) => Buffer.from(hkdfSync('sha256', masterKey, 'tsunagi', use, 32));
    this.keyId = createHash('sha256').update(derive('id')).digest('hex').slice(0, 12);
    this.subkeys = {
      wrap: derive('wrap'),
      index: derive('index'),
      factor: derive('factor'),
      link: derive('link'),
      session: derive('session'),
      account: derive('account'),
    };
  }

  /** The master key, only to open the same vault in a worker thread of this process. */
  forThread(): Uint8Array {
    return Uint8Array.from(this.masterKey);
  }

  newKey(): CustomerKey {
    const key = Buffer.from(random(32));
    return { key, wrapped: seal(this.subkeys.wrap, key) };
  }

  /** The key inside a wrapped key. Throws when it was wrapped by another master key or altered. */
  unwrap(wrapped: Buffer): Buffer {
    return open(this.subkeys.wrap, wrapped);
  }

  seal(key: Buffer, value: object): Buffer {
    return seal(key, Buffer.from(JSON.stringify(value)));
  }

  open<T>(key: Buffer, sealed: Buffer): T {
    return JSON.parse(open(key, sealed).toString('utf8')) as T;
  }

  /** A file, sealed as it is. */
  sealBytes(key: Buffer, plain: Buffer): Buffer {
    return seal(key, plain);
  }

  openBytes(key: Buffer, sealed: Buffer): Buffer {
    return open(key, sealed);
  }

  /** Keyed hash (16 bytes) of a normalised value, for duplicate checks and search within one client. */
  index(clientId: number, kind: string, value: string): Buffer {
    return shortMac(this.subkeys.index, `${clientId}\n${kind}\n${value}`);
  }

  /** Keyed hash (16 bytes) of a second factor of one party; useless without the key, even for four digits. */
  factor(partyHash: Buffer, kind: string, value: string): Buffer {
    return shortMac(this.subkeys.factor, `${partyHash.toString('hex')}\n${kind}\n${value}`);
  }

  /** Eight digits that a customer without birth date and phone gets apart through the client. */
  accessCode(partyHash: Buffer): string {
    const number = mac(this.subkeys.factor, `${partyHash.toString('hex')}\ncode`).readUInt32BE(0);
    return String(number % 100_000_000).padStart(8, '0');
  }

  /** Opaque link token, 132 bits, URL-safe; the same input gives the same token. */
  linkToken(link: { campaignId: number; customerId: number; kind: 'page' | 'optout'; version: number }): string {
    const text = `${link.campaignId}\n${link.customerId}\n${link.kind}\n${link.version}`;
    return mac(this.subkeys.link, text).toString('base64url').slice(0, 22);
  }

  /** What the database keeps of a token. */
  tokenHash(token: string): Buffer {
    return createHash('sha256').update(token).digest();
  }

  /** Seals what is of the installation and of no customer, such as the second factors of its users. */
  sealOwn(value: object): Buffer {
    return this.seal(this.subkeys.account, value);
  }

  openOwn<T>(sealed: Buffer): T {
    return this.open<T>(this.subkeys.account, sealed);
  }

  /** Keyed hash (32 bytes) of what users type or hold: names, codes, addresses; `kind` keeps the uses apart. */
  ownHash(kind: string, value: string): Buffer {
    return mac(this.subkeys.account, `${kind}\n${value}`);
  }

  /** Signature of a short-lived customer session or form value, URL-safe. */
  sign(text: string): string {
    return mac(this.subkeys.session, text).toString('base64url');
  }
}

/**
 * Opens the vault with the master key in `file` (64 hex digits, mode 0600), making one when there is none.
 * The file lies beside, never inside, the data folder: a backup of the data is unreadable without it.
 */
export function openVault(file: string): Vault {
  if (!existsSync(file)) makeKeyFile(file);
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${file} is no master key: 64 hex digits expected`);
  return new Vault(Buffer.from(text, 'hex'));
}

function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file); // fails when another process was first: theirs counts
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}

const mac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** The first 16 bytes; by way of a string, which takes a quarter less time than cutting a buffer. */
const shortMac = (key: Buffer, text: string) =>
  Buffer.from(createHmac('sha256', key).update(text).digest('binary').slice(0, 16), 'binary');

let pool = Buffer.alloc(0);

/** Random bytes cut from a larger draw: one system call for hundreds of seals. No two calls get the same bytes. */
function random(size: number): Buffer {
  if (pool.length < size) pool = randomBytes(8192);
  const cut = pool.subarray(0, size);
  pool = pool.subarray(size);
  return cut;
}

function seal(key: Buffer, plain: Buffer): Buffer {
  const iv = random(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}
