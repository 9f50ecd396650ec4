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

const valuesOf = (value: unknown): string[] =>
  Array.isArray(value) ? [...new Set(value.map(String))].sort() : [String(value)];
