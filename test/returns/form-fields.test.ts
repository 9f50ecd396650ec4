import { FORM } from '../../domain/returns/form-layout';
import { type FormRules } from '../../domain/returns/form-rules';
import { type PieceContent } from '../../rendering/letter/content';
import { CODE, print, sampleContent, seenPages, type SeenPage } from '../print/letter-fixture';

/** A piece of a client that asks for a hanko and an account, with so many contracts. */
function asking(form: FormRules, contracts = 1): PieceContent {
  const plain = sampleContent();
  const withForm = { ...plain.letters[0]!.doc, form };
  return {
    ...plain,
    letters: plain.letters.map((letter) => ({ ...letter, doc: withForm })),
    contracts: Array.from({ length: contracts }, () => ({ ...plain.contracts[0]!, doc: withForm })),
  };
}
const formOf = async (form: FormRules, contracts?: number) =>
  (await seenPages(await print([asking(form, contracts)]))).filter(({ codes }) => codes.includes(CODE));
/** The darkest place around a thin line. */
const line = ({ ink }: SeenPage, x: number, y: number) =>
  Math.max(...[-0.2, -0.1, 0, 0.1, 0.2].flatMap((off) => [ink(x + off, y), ink(x, y + off)]));
const WORDS = ['金融機関', '支店', '普通', '当座', '貯蓄', '口座番号', '名義（カナ）'];

it('asks for the registered hanko in a box of its own, left empty, beside a shorter signature', async () => {
  const [page] = await formOf({ hanko: 'required', account: 'none' });
  const { x, y, width, height } = FORM.hanko;
  expect(page!.text).toContain('お届け印');
  expect(page!.text).not.toContain('口座番号');
  for (const at of [0.3, 0.5, 0.7]) {
    expect(line(page!, x, y + at * height)).toBeGreaterThan(0.5);
    expect(line(page!, x + at * width, y + height)).toBeGreaterThan(0.5);
  }
  for (let at = 6; at < height - 1; at += 0.5) expect(page!.ink(x + width / 2, y + at)).toBe(0);
});

it.each<[FormRules['account'], string]>([
  ['always', 'お振込先の口座（ご契約者ご本人名義）'],
  ['on_cancel', '解約される場合のお振込先'],
])('asks for an account (%s) with room for seven digits and the holder in kana', async (account, title) => {
  const [page] = await formOf({ hanko: 'none', account });
  for (const word of [title, ...WORDS]) expect(page!.text).toContain(word);
  const { number, holder } = FORM.account;
  const cells = Array.from({ length: 6 }, (_, digit) => number.x + ((digit + 1) * number.width) / 7);
  for (const x of cells) expect(line(page!, x, number.y + 4)).toBeGreaterThan(0.2);
  for (let at = 1; at < holder.width - 1; at += 1) expect(page!.ink(holder.x + at, holder.y + 5)).toBe(0);
});

it.each([
  [4, 1],
  [5, 2],
  [6, 2],
  [10, 2],
  [11, 3],
])('of %d contracts has %d pages, the account on the last one only', async (contracts, pages) => {
  expect(FORM.pages(contracts, true)).toBe(pages);
  const drawn = await formOf({ hanko: 'required', account: 'always' }, contracts);
  expect(drawn).toHaveLength(pages);
  expect(drawn.map(({ text }) => text.includes('口座番号'))).toEqual(drawn.map((_, index) => index === pages - 1));
});

it('asks for neither where the client does not', async () => {
  const [page] = await formOf({ hanko: 'none', account: 'none' });
  for (const word of ['お届け印', ...WORDS]) expect(page!.text).not.toContain(word);
});
