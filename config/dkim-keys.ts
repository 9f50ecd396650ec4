import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

/** A client's key for the mails of a domain. */
export interface DkimKey {
  /** Code of the client. */
  client: string;
  domain: string;
  selector: string;
  keyFile: string;
  key: KeyObject;
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const domain = z
  .string()
  .toLowerCase()
  .regex(new RegExp(`^${label}(\\.${label})+$`));
const entry = z.strictObject({ client: z.string().min(1), domain, selector: domain.or(z.string().regex(new RegExp(`^${label}$`))), keyFile: z.string().min(1) }); // prettier-ignore
const file = z.array(entry).min(1);

/** Mailbox providers take shorter keys for no signature. */
const MIN_BITS = 2048;

/**
 * The keys of DKIM_FILE, a JSON list of `client`, `domain`, `selector` and `keyFile` (PEM, beside the list or anywhere).
 * Throws with what is wrong, never with a key.
 */
export function readDkimKeys(listFile: string | undefined): DkimKey[] {
  if (listFile === undefined) return [];
  const keys = listIn(listFile).map((one) => {
    const keyFile = resolve(dirname(listFile), one.keyFile);
    return { ...one, keyFile, key: keyIn(keyFile) };
  });
  const names = keys.map((one) => `${one.client} ${one.domain}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`DKIM_FILE: two keys of ${twice}`);
  return keys;
}

function listIn(listFile: string): z.infer<typeof file> {
  try {
    return file.parse(JSON.parse(readFileSync(listFile, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') : (error as Error).message; // prettier-ignore
    throw new Error(`DKIM_FILE: ${listFile} is no list of client, domain, selector and keyFile: ${why}`);
  }
}

function keyIn(keyFile: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(readFileSync(keyFile));
  } catch (error) {
    throw new Error(
      `DKIM_FILE: ${keyFile} holds no private key (${(error as NodeJS.ErrnoException).code ?? 'unread'})`,
    );
  }
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_BITS) {
    throw new Error(`DKIM_FILE: the key in ${keyFile} is not RSA of ${MIN_BITS} bits or more`);
  }
  return key;
}
