import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { type KeyLines } from './master-keys';

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
