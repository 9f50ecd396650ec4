import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileMark, makeSecretFile, readKeyLines, replaceSecretFile } from '../../config/secret-file';

export interface CodecKey {
  id: string;
  /** 32 bytes, AES-256. */
  key: Buffer;
  /** Only decodes, until a rotation makes it the encoding key. */
  announced?: boolean;
}

const LINE = /^([a-z0-9]{1,12}) ([0-9a-f]{64})( announced)?$/;
const CHECK_MS = 1_000;

/**
 * Keys of the payload codec: a file of lines `<id> <64 hex digits>`. The last one encodes, all decode. The file is read
 * again when it changes, so a rotation needs no restart; if it becomes unreadable, the known keys stay.
 */
export class KeyRing {
  #keys: CodecKey[];
  #mark: string | undefined;
  #checkedAt = performance.now();

  /** Throws when the file is missing or invalid. */
  constructor(private readonly file: string) {
    this.#mark = fileMark(file);
    this.#keys = readKeys(file);
  }

  /** The encoding key. Changes of the file take effect within a second. */
  current(): CodecKey {
    if (performance.now() - this.#checkedAt > CHECK_MS) this.#refresh();
    return currentOf(this.#keys);
  }

  /** Undefined when no line has this id, including lines added just now. */
  find(id: string): CodecKey | undefined {
    const known = this.#keys.find((key) => key.id === id);
    if (known) return known;
    this.#refresh();
    return this.#keys.find((key) => key.id === id);
  }

  #refresh(): void {
    this.#checkedAt = performance.now();
    try {
      const mark = fileMark(this.file);
      if (mark === this.#mark) return;
      this.#keys = readKeys(this.file);
      this.#mark = mark;
    } catch {
      // being written, or a disk error: the known keys stay
    }
  }
}

const currentOf = (keys: CodecKey[]): CodecKey => keys.filter((key) => !key.announced).at(-1)!;

/** The keys in a file, oldest first. Throws with the number of an invalid line, never with its text. */
export function readKeys(file: string): CodecKey[] {
  const keys = readKeyLines(file).map((line, index) => {
    const match = LINE.exec(line);
    if (!match) throw new Error(`${file} is no key ring: key ${index + 1} is not <id> <64 hex digits>`);
    const [, id, hex, announced] = match;
    return { id: id!, key: Buffer.from(hex!, 'hex'), ...(announced && { announced: true }) };
  });
  if (!currentOf(keys)) throw new Error(`${file} is no key ring: it holds no key that encodes`);
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error(`${file}: two keys have the same id`);
  return keys;
}

/** Creates a key ring of one key with mode 0600, unless it exists. */
export function ensureKeyRing(file: string): void {
  if (!existsSync(file)) makeSecretFile(file, textOf([freshKey([])]));
}

export interface RingStatus {
  /** Id of the encoding key. */
  current: string;
  announced: string[];
  /** Ids of all keys, oldest first. */
  keys: string[];
}

/** Contents of a key ring, without the keys themselves. */
export function ringStatus(keys: CodecKey[]): RingStatus {
  const announced = keys.filter((key) => key.announced).map(({ id }) => id);
  return { current: currentOf(keys).id, announced, keys: keys.map(({ id }) => id) };
}

/**
 * Adds a key that encodes from now on; earlier announced keys are activated too. With `announce` the new key only
 * decodes for now: where machines have copies of the file, all must know a key before the first one uses it.
 */
export function rotateKeyRing(file: string, announce = false): RingStatus {
  const keys = readKeys(file);
  const waiting = keys.some((key) => key.announced);
  const next =
    waiting && !announce
      ? keys.map(({ id, key }) => ({ id, key }))
      : [...keys, { ...freshKey(keys), ...(announce && { announced: true }) }];
  replaceSecretFile(file, textOf(next));
  return ringStatus(next);
}

/** Short, since each payload repeats the id of its key. */
function freshKey(known: CodecKey[]): CodecKey {
  const id = `k${known.length + 1}`;
  const taken = known.some((key) => key.id === id);
  return { id: taken ? `k${randomBytes(3).toString('hex')}` : id, key: randomBytes(32) };
}

function textOf(keys: CodecKey[]): string {
  const lines = keys.map(({ id, key, announced }) => `${id} ${key.toString('hex')}${announced ? ' announced' : ''}\n`);
  return lines.join('');
}
