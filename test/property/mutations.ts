import fc from 'fast-check';

/** A file as an accident or an attacker leaves it: bytes cut out, doubled, overwritten, or the end lost. */
export function mutated(original: Buffer): fc.Arbitrary<Buffer> {
  const at = fc.nat({ max: Math.max(0, original.length - 1) });
  const change = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), at, length: fc.nat({ max: 200 }) }),
    fc.record({ kind: fc.constant('double' as const), at, length: fc.nat({ max: 2000 }) }),
    fc.record({ kind: fc.constant('write' as const), at, bytes: fc.uint8Array({ maxLength: 12 }) }),
    fc.record({ kind: fc.constant('end' as const), at }),
  );
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let bytes = Buffer.from(original);
    for (const one of changes) {
      const head = bytes.subarray(0, one.at);
      if (one.kind === 'end') bytes = Buffer.from(head);
      else if (one.kind === 'write')
        bytes = Buffer.concat([head, one.bytes, bytes.subarray(one.at + one.bytes.length)]);
      else if (one.kind === 'cut') bytes = Buffer.concat([head, bytes.subarray(one.at + one.length)]);
      else bytes = Buffer.concat([head, bytes.subarray(one.at, one.at + one.length), bytes.subarray(one.at)]);
    }
    return bytes;
  });
}

/** Texts that break something somewhere. */
export const nasty: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '\u0000', 'a\u0000b', '\ud800', '\udc00x', '\ufeff', '\u202e', '\u2028', '\r\n', '"', '""', "'", ','],
    ...['=1+1', '../../etc/passwd', '%00', '{{ name }}', '<script>', '1e309', '-0', 'NaN', '__proto__', 'constructor'],
    ...['𠮷', '👨‍👩‍👧', '﷽', 'Ａ１', '①', '〒', '9999-12-31', '0000-00-00', '2027-02-30', 'x'.repeat(5000)],
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
