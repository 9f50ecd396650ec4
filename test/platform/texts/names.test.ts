import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Text } from '../../../domain/campaigns/campaign';
import { inLanguage } from '../../../domain/texts/catalogue';
import * as access from '../../../domain/texts/names/access';
import * as campaigns from '../../../domain/texts/names/campaigns';
import * as customers from '../../../domain/texts/names/customers';
import * as delivery from '../../../domain/texts/names/delivery';
import * as desks from '../../../domain/texts/names/desks';
import * as journeys from '../../../domain/texts/names/journeys';
import { reasonText } from '../../../domain/texts/timeline';

const TEXTS = join(__dirname, '../../../domain/texts');
const names: Record<string, unknown> = { ...access, ...campaigns, ...customers, ...delivery, ...desks, ...journeys };
const catalogues = Object.entries(names).filter(
  (entry): entry is [string, Record<string, Text>] => typeof entry[1] === 'object',
);

describe.each(catalogues)('%s', (_, texts) => {
  it('has a word in both languages, and none is a code', () => {
    expect(Object.values(texts).filter(({ ja, en }) => !ja || !en || /_/.test(ja + en))).toEqual([]);
  });

  it.each(['ja', 'en'] as const)('tells its states apart in %s', (language) => {
    const words = Object.values(inLanguage(texts, language));
    expect(new Set(words).size).toBe(words.length);
  });
});

it('keeps the words of the desks out of the screen that practice does not use', () => {
  const words = catalogues.flatMap(([, texts]) => Object.values(texts)).map(({ ja }) => ja);
  expect(words.filter((word) => /キャンペーン|督促|未達|名簿|拒否率/.test(word))).toEqual([]);
});

it('says a reason of a hold, a returned letter or a call as the desk says it', () => {
  expect(reasonText('hold:vip').ja).toBe(`連絡留保中（${customers.holdReasonTexts.vip.ja}）`);
  expect(reasonText('moved')).toEqual(desks.undeliverableTexts.moved);
  expect(reasonText('no_answer')).toEqual(desks.callResultTexts.no_answer);
});

it('is read by a browser: no text needs anything of Node', () => {
  const files = readdirSync(TEXTS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const needy = files.filter((name) =>
    /from '(node:|\.\.\/.*(db|api|rendering)\/)/.test(readFileSync(join(TEXTS, name), 'utf8')),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(needy).toEqual([]);
});
