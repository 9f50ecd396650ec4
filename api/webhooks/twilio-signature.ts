import { createHmac, timingSafeEqual } from 'node:crypto';

/** Parsed form parameters; a repeated one is a list. */
export type FormParameters = Record<string, unknown>;

/**
 * Whether a request is signed with the token: HMAC-SHA1 over the URL as the sender saw it and each parameter with its
 * values, sorted by name. https://www.twilio.com/docs/usage/security#validating-requests Takes the same time whatever
 * is wrong.
 */
export function isSigned(
  token: string,
  request: { url: string; parameters: FormParameters; signature: string },
): boolean {
  const { url, parameters, signature } = request;
  const text = Object.keys(parameters)
    .sort()
    .reduce(
      (sum, name) =>
        sum +
        valuesOf(parameters[name])
          .map((value) => name + value)
          .join(''),
      url,
    );
  const expected = createHmac('sha1', token).update(text).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * The forms in which a provider may write a URL that it signs: with or without the port, the host as given or in small
 * letters, and with the fragment that says how to repeat.
 */
export function signedForms(publicUrl: string, path: string, fragment = ''): string[] {
  const base = publicUrl.replace(/\/$/, '');
  const { protocol, hostname, port, host, pathname } = new URL(base);
  const below = pathname.replace(/\/$/, '');
  const standard = protocol === 'https:' ? '443' : '80';
  const hosts = [host, hostname, `${hostname}:${port || standard}`];
  const bases = [base, ...hosts.map((one) => `${protocol}//${one}${below}`)];
  return [...new Set(bases.flatMap((one) => [one + path, one + path + fragment]))];
}

const valuesOf = (value: unknown): string[] =>
  Array.isArray(value) ? [...new Set(value.map(String))].sort() : [String(value)];
