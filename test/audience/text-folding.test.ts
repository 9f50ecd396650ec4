import fc from 'fast-check';
import { nameKey } from '../../domain/audience/party';
import { asGiven, hasInvisible, squeeze, tidy } from '../../domain/audience/text';
import { runs } from '../property/runs';

/** Pairs that CP932 and Unicode, or two systems, write in different ways. */
const TWINS: [string, string][] = [
  ['～', '〜'],
  ['∥', '‖'],
  ['－', '−'],
  ['―', '—'],
  ['-', '‐'],
  ['￢', '¬'],
  ['神', '神\ufe00'],
  ['葛', '葛\u{e0100}'],
  ['ガ', 'カ\u3099'],
  ['ガ', 'ｶﾞ'],
  ['é', 'e\u0301'],
];
const UNSEEN = ['\u200b', '\u200e', '\u2060', '\u202d', '\u2066', '\ufeff', '\u00ad', '\u{e0041}'];
const piece = fc.oneof(
  fc.constantFrom(...TWINS),
  fc.constantFrom(...['山', '田', 'a', '1', '　', ' ', '\u{20bb7}']).map((one): [string, string] => [one, one]),
  fc.constantFrom(...UNSEEN).map((one): [string, string] => ['', one]),
  fc.constant<[string, string]>([' ', '\u00a0']),
);

test('two ways of writing one text compare as one', () => {
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const [one, other] = [pieces.map(([left]) => left).join(''), pieces.map(([, right]) => right).join('')];
      expect(squeeze(other)).toBe(squeeze(one));
      expect(nameKey(other)).toBe(nameKey(one));
    }),
    runs(100),
  );
});

test('folding and cleaning once is enough', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(asGiven(asGiven(text))).toBe(asGiven(text));
      expect(tidy(tidy(text))).toBe(tidy(text));
      expect(squeeze(tidy(text))).toBe(squeeze(text));
    }),
    runs(500),
  );
});

test('what is printed keeps everything that can be seen', () => {
  const seen = fc.constantFrom('山', '神', '〜', '～', '－', '−', '‖', '葛\u{e0100}', '髙', '\u{20bb7}', 'ｶ', 'Ａ');
  fc.assert(
    fc.property(fc.array(fc.tuple(seen, fc.constantFrom('', ...UNSEEN))), (pairs) => {
      const printed = asGiven(pairs.flat().join(''));
      expect(printed).toBe(pairs.map(([one]) => one).join(''));
      expect(hasInvisible(printed)).toBe(false);
    }),
    runs(100),
  );
});
