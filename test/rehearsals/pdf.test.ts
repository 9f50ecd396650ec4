import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RehearsalCollector } from '../../domain/rehearsals/collector';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { rehearsalPdf, type RehearsalPaper } from '../../rendering/rehearsal/pdf';
import { answered, at, range, setup, silent } from './made';

const behaviour: RehearsalPaper['behaviour'] = {
  ...DEFAULT_BEHAVIOUR,
  segments: [{ segment: 'elderly', rates: { paper: [{ ...range(0.1, 0.2, 0.3), source: '前回の返送率' }] } }],
};

function paper(more: Partial<RehearsalPaper> = {}): RehearsalPaper {
  const collector = new RehearsalCollector(
    setup({ audience: 1000, contracts: 1100, behaviour, lanes: { mails: 600, letters: 50 } }),
  );
  const letter = { at: at('2027-02-05 06:00'), kind: 'sent', step: 'letter', channel: 'post' } as const;
  const back = {
    at: at('2027-02-09 09:00'),
    kind: 'returned',
    step: 'letter',
    channel: 'post',
    cause: 'letter',
    why: 'absent',
  } as const;
  collector.add(answered(1, '2027-02-02 20:00'));
  collector.add(silent(2, { events: [...silent(2).events, letter, back], segments: ['elderly'] }));
  return {
    ...{ client: '株式会社みなと通信', rehearsedAt: at('2027-01-15 10:30'), outdated: false, behaviour },
    campaign: { name: 'みなとADSL終了', version: 3, contentHash: 'ab12'.repeat(16) },
    result: collector.result(),
    ...more,
  };
}

/** The text of a PDF without spaces, as pdftotext reads it. */
function textOf(pdf: Buffer, pages: string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  try {
    const file = join(folder, 'paper.pdf');
    writeFileSync(file, pdf);
    return execFileSync('pdftotext', ['-layout', ...pages, file, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('what a committee needs is on the paper: figures, sums, journeys and the source of every assumption', async () => {
  const text = textOf(await rehearsalPdf(paper(), 'ja'));
  for (const part of [
    ...[
      '予行演習の結果',
      '株式会社みなと通信',
      'みなとADSL終了（第3版）',
      'ab12ab12ab12',
      '本番の連絡は一切行っていません',
    ],
    // half of 1,100 contracts; a mail to each of 1,000, and a letter to half of them
    ...['50.0%', '1,000人・1,100契約', '模擬したお客様2人', 'メール1,000通×1円'],
    '郵便500通×（印刷・封入40円+郵便料金110円）75,000',
    // 1,000 mails at 600 a day wait for one day
    ...['処理能力を超える日', '期限経過・未手続', '保管期間経過', '手順ごとの効果', '効果なし'],
    ...[
      '変わった経過（2件）',
      '区分「elderly」の前提',
      '前回の返送率',
      '仮定。委託元の過去の実績に置き換える',
      '言えないこと',
    ],
  ]) {
    expect(text).toContain(part.replace(/\s+/g, ''));
  }
  expect(text).not.toContain('古くなっています');
});

test('an outdated rehearsal says so; English has every sentence', async () => {
  const text = textOf(await rehearsalPdf(paper({ outdated: true }), 'en'));
  for (const part of [
    'Result of the rehearsal',
    'The result is outdated',
    'How the cost adds up',
    'adds nothing',
    'cannot say',
  ])
    expect(text).toContain(part.replace(/\s+/g, ''));
  expect(text).not.toMatch(/\{\w+\}|undefined|NaN|仮定/);
});

test.each([
  ['ja', {}, '線は見込み'],
  ['en', {}, 'The line is the likely course'],
  ['ja', { outdated: true }, '線は見込み'],
  ['en', { outdated: true }, 'The line is the likely course'],
] as const)('the curve and what explains it are on the first page: %s %j', async (language, more, words) => {
  const { result } = paper();
  const unlimited = { ...result, withoutLimits: null };
  for (const each of [result, unlimited]) {
    const first = textOf(await rehearsalPdf(paper({ ...more, result: each }), language), ['-l', '1']);
    expect(first).toContain(words.replace(/\s+/g, ''));
  }
});

test('the same paper gives the same bytes', async () => {
  const [one, other] = [await rehearsalPdf(paper(), 'ja'), await rehearsalPdf(paper(), 'ja')];
  expect(one.equals(other)).toBe(true);
});

test('a rehearsal without a single journey is a paper all the same', async () => {
  const result = new RehearsalCollector(setup({ behaviour })).result();
  expect(textOf(await rehearsalPdf(paper({ result }), 'ja'))).toContain('予行演習の結果');
});
