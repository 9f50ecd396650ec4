import { smsParts } from '../../domain/delivery/sms-parts';

const a = (count: number) => 'a'.repeat(count);
const kana = (count: number) => 'あ'.repeat(count);

it.each<[string, string, ReturnType<typeof smsParts>]>([
  ['nothing', '', { encoding: 'gsm7', units: 0, parts: 0 }],
  ['the longest single part of GSM-7', a(160), { encoding: 'gsm7', units: 160, parts: 1 }],
  ['one sign more', a(161), { encoding: 'gsm7', units: 161, parts: 2 }],
  ['two full parts', a(306), { encoding: 'gsm7', units: 306, parts: 2 }],
  ['two full parts and a sign', a(307), { encoding: 'gsm7', units: 307, parts: 3 }],
  ['ASCII that GSM-7 has, and line breaks', "It's @ £5 & 100%\r\n_", { encoding: 'gsm7', units: 19, parts: 1 }],
  ['the yen sign', '¥1,000', { encoding: 'gsm7', units: 6, parts: 1 }],
  ['signs that take an escape', '[€]', { encoding: 'gsm7', units: 6, parts: 1 }],
  ['escaped signs to the brim', '€'.repeat(80), { encoding: 'gsm7', units: 160, parts: 1 }],
  ['an escape that would be torn', a(152) + '€' + a(152), { encoding: 'gsm7', units: 306, parts: 3 }],
  ['a backtick, which GSM-7 lacks', '`', { encoding: 'ucs2', units: 1, parts: 1 }],
  ['the longest single part in Japanese', kana(70), { encoding: 'ucs2', units: 70, parts: 1 }],
  ['one sign more', kana(71), { encoding: 'ucs2', units: 71, parts: 2 }],
  ['two full parts', kana(134), { encoding: 'ucs2', units: 134, parts: 2 }],
  ['two full parts and a sign', kana(135), { encoding: 'ucs2', units: 135, parts: 3 }],
  ['ten full parts', kana(670), { encoding: 'ucs2', units: 670, parts: 10 }],
  ['one Japanese sign among many of ASCII', a(70) + 'あ', { encoding: 'ucs2', units: 71, parts: 2 }],
  ['a surrogate pair', '𠮷', { encoding: 'ucs2', units: 2, parts: 1 }],
  ['surrogate pairs to the brim', '𠮷'.repeat(35), { encoding: 'ucs2', units: 70, parts: 1 }],
  ['a pair that would be torn', kana(66) + '𠮷' + kana(66), { encoding: 'ucs2', units: 134, parts: 3 }],
])('counts %s', (_, text, expected) => {
  expect(smsParts(text)).toEqual(expected);
});
