import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { parseCampaignFile } from '../../../api/campaign-file/read';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type AppError } from '../../../domain/errors';
import { type PrepaidReply, replyFault } from '../../../domain/print/reply';
import { doc, print, sampleContent, seenPages } from '../letter-fixture';

const reply: PrepaidReply = {
  as: 'panel',
  postalCode: '231-8790',
  number: '012',
  office: '横浜港',
  approval: '4321',
  until: '2027-08-31',
};
const docWith = (change: Partial<PrepaidReply> = {}): CampaignDoc => ({
  ...doc,
  post: {
    ...doc.post!,
    returnTo: { ja: '231-8790 神奈川県横浜市中区海岸通1-1 みなと通信株式会社 終了手続事務局 行', en: '' },
    reply: { ...reply, ...change },
  },
});
const formOf = async (own: CampaignDoc, day = '2027-02-01') => {
  const { letters, contracts, ...content } = sampleContent();
  const made = { ...content, day, letters: letters.map((letter) => ({ ...letter, doc: own })) };
  const pages = await seenPages(await print([{ ...made, contracts: contracts.map((one) => ({ ...one, doc: own })) }]));
  return pages.at(-1)!;
};

describe('the panel of a prepaid reply', () => {
  it('bears what the post office approved, the special code and the address to be cut out', async () => {
    const { text: lines, codes } = await formOf(docWith());
    const text = lines.replace(/\s*\n/g, '');
    for (const part of [
      '料金受取人払郵便',
      '横浜港局',
      '承　認',
      '4321',
      '差出有効期間',
      '2027年8月',
      '31日まで',
      '231-8790',
      '横浜市中区海岸通1-1',
      '終了手続事務局 行',
      '切手を貼らずに',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.match(/231-?8790/g)).toHaveLength(1); // not again in the address
    expect(codes).toHaveLength(1); // the form's own
  });

  it('names the enclosed envelope where the reply is one', async () => {
    const { text } = await formOf(docWith({ as: 'envelope' }));
    expect(text).toContain('同封の返信用封筒');
    expect(text).not.toContain('料金受取人払郵便');
  });

  it('is not printed once it may no longer be posted: a stamp is needed then', async () => {
    expect((await formOf(docWith(), '2027-08-31')).text).toContain('料金受取人払郵便');
    const { text } = await formOf(docWith(), '2027-09-01');
    expect(text).not.toContain('料金受取人払郵便');
    expect(text).toContain('終了手続事務局');
  });
});

it.each([
  ['three months after the last answer', '2027-08-31', undefined],
  ['a day less', '2027-08-30', { code: 'reply_ends_early', day: '2027-08-31' }],
  ['two years after the first dispatch', '2029-01-15', undefined],
  ['a day more', '2029-01-16', { code: 'reply_ends_late', day: '2029-01-15' }],
])('a reply that ends %s', (_, until, fault) => {
  expect(replyFault(until, { lastAnswer: '2027-05-31', firstDispatch: '2027-01-15' })).toEqual(fault);
});

it('counts three months to the last day of a shorter month', () => {
  expect(replyFault('2027-02-28', { lastAnswer: '2026-11-30', firstDispatch: '2026-10-01' })).toBeUndefined();
});

it('a campaign file with a reply that ends too early is refused at its place, with the day that it needs', () => {
  const file = parse(readFileSync('examples/campaign.yaml', 'utf8')) as {
    post: Record<string, unknown>;
    dates: Record<string, unknown>;
  };
  const read = (until: string) => {
    const post = { ...file.post, reply: { ...reply, until } };
    return parseCampaignFile(JSON.stringify({ ...file, post }), {
      ...{ now: Date.parse('2026-10-01T00:00Z'), hashContract: String },
    });
  };
  const refusal = (until: string): AppError => {
    try {
      read(until);
    } catch (error) {
      return error as AppError;
    }
    throw new Error('not refused');
  };
  const [issue] = refusal('2027-05-01').issues;
  expect(issue).toMatchObject({ path: 'post.reply.until', code: 'reply_ends_early' });
  const needed = /（(\d{4}-\d{2}-\d{2})）/.exec(issue!.advice!)![1]!;
  expect(read(needed).post?.reply?.until).toBe(needed);
});
