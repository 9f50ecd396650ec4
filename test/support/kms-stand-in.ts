import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/**
 * A stand-in of a key management system, its own process: Vault's transit engine as far as it is asked here. Keys are
 * made when they are first used and live as long as the process. It counts what it was asked, at GET /calls, and
 * takes a new token with PUT /token (the body).
 */
const keys = new Map<string, Buffer>();
const calls = { encrypt: 0, decrypt: 0, refused: 0 };
let token = process.env.KMS_STAND_IN_TOKEN ?? '';

type Transit = { plaintext?: string; ciphertext?: string };

function encrypt(key: Buffer, { plaintext = '' }: Transit): Transit {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const encrypted = Buffer.concat([iv, cipher.update(Buffer.from(plaintext, 'base64')), cipher.final()]);
  return { ciphertext: `vault:v1:${Buffer.concat([encrypted, cipher.getAuthTag()]).toString('base64')}` };
}

function decrypt(key: Buffer, { ciphertext = '' }: Transit): Transit {
  const encrypted = Buffer.from(ciphertext.replace(/^vault:v1:/, ''), 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, 12)).setAuthTag(encrypted.subarray(-16));
  return {
    plaintext: Buffer.concat([decipher.update(encrypted.subarray(12, -16)), decipher.final()]).toString('base64'),
  };
}

function answer(url: string, given: string | undefined, body: string): [number, object] {
  const match = /^\/v1\/transit\/(encrypt|decrypt)\/([\w-]+)$/.exec(url);
  if (!match) return [404, { errors: ['no handler for this path'] }];
  const [, operation, name] = match as unknown as [string, 'encrypt' | 'decrypt', string];
  if (given !== token) {
    calls.refused += 1;
    return [403, { errors: ['permission denied'] }];
  }
  calls[operation] += 1;
  const key = keys.get(name) ?? randomBytes(32);
  keys.set(name, key);
  try {
    return [200, { data: (operation === 'encrypt' ? encrypt : decrypt)(key, JSON.parse(body) as Transit) }];
  } catch {
    return [400, { errors: ['cipher: message authentication failed'] }];
  }
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (part: string) => (body += part));
  request.on('end', () => {
    const url = request.url ?? '';
    if (request.method === 'PUT' && url === '/token') token = body;
    const asked = request.method === 'POST';
    const [status, said] = asked ? answer(url, String(request.headers['x-vault-token']), body) : [200, calls];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
