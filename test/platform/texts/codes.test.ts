import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HOLD_RULES } from '../../../domain/customers/hold-rules';
import { CALL_RESULTS } from '../../../domain/calls/call-rules';
import { STATEMENT_CLASSES } from '../../../domain/campaigns/statement/line';
import { ERRORS, type ErrorCode } from '../../../domain/errors';
import { alertText } from '../../../domain/texts/alerts';
import { callReasonText } from '../../../domain/texts/calls';
import { errorReason, errorText } from '../../../domain/texts/errors';
import { attemptResultText, classTexts } from '../../../domain/texts/statement';
import { eventTexts, reasonText } from '../../../domain/texts/timeline';

const ROOT = join(__dirname, '..', '..', '..');
const JAPANESE = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u;
/** A code as a program writes it; it must not reach a person. */
const CODE = /[a-z]+_[a-z_]+/;

function sources(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder)).flatMap((name) => {
      const path = join(folder, name);
      if (statSync(join(ROOT, path)).isDirectory()) return sources(path);
      return name.endsWith('.ts') && !path.includes('/texts/') ? [readFileSync(join(ROOT, path), 'utf8')] : [];
    }),
  );
}

/** Every code that the sources give in one of these forms, such as `reason: 'no_contact'`. */
function codesIn(texts: string[], forms: RegExp): string[] {
  const found = texts.flatMap((text) => [...text.matchAll(forms)].flatMap((match) => match.slice(1)));
  return [...new Set(found.filter((code) => code !== undefined))].sort();
}

/** Reasons of what is not about a journey: sessions, approvals, notes to the log. */
const NOT_OF_A_JOURNEY = new Set(
  (
    'reset disabled audience_imported audience_changed journeys_to_start not_protected recorded known another_run ' +
    'workflow_gone revoked campaign_edited sent_back version_discarded password signed_out failures second_factor segment ended ' +
    'capacity lane_hours rate leased not_due unread breaker_open quiet_hours not_ended not_balanced changed_meanwhile ' +
    'booking_refused other_customer'
  ).split(' '),
);

test('every reason of a decision, a refusal or an outcome has words in Japanese', () => {
  const literal = /\b(?:reason|failure)(?:: | = |\) return )(?:[\w.]+ \? )?'([a-z_]+)'(?: : '([a-z_]+)')?/g;
  const codes = codesIn(sources('domain', 'db', 'activities', 'api'), literal);
  expect(codes.length).toBeGreaterThan(35);
  const bare = codes.filter((code) => !NOT_OF_A_JOURNEY.has(code) && !JAPANESE.test(reasonText(code).ja));
  expect(bare).toEqual([]);
});

test('every reason why a call is refused has words', () => {
  const codes = codesIn(sources('domain/calls', 'db/calls', 'domain/delivery'), /\breason: '([a-z_]+)'/g);
  expect(codes.filter((code) => !JAPANESE.test(callReasonText(code, 'ja')))).toEqual([]);
});

test('every reason inside an error has words', () => {
  const whys = codesIn(sources('db', 'api'), /AppError\('\w+', \{ why: '([a-z_]+)'|\brefuse\('([a-z_]+)'\)/g);
  expect(whys).toEqual(expect.arrayContaining(['later_choice', 'not_balanced']));
  expect(whys.filter((code) => !JAPANESE.test(errorReason(code, 'ja')))).toEqual([]);
});

test('every entry of the ledger has words, whichever process writes it', () => {
  const entries = sources('db', 'api', 'audit').filter((text) =>
    /appendLedger|LedgerEntry|entries: \[|\bentry\b/.test(text),
  );
  const written = codesIn(entries, /\{ kind: '([a-z_]+)', (?:by|journey|message|run\b|lane|hold)/g);
  expect(written.length).toBeGreaterThan(30);
  // a decision is worded by what was decided
  expect(written.filter((kind) => kind !== 'decision' && !eventTexts[kind])).toEqual([]);
});

test('every arrival has words', () => {
  const [kinds] = sources('db/journeys').filter((text) => text.includes('export type ArrivalKind'));
  const codes = codesIn([kinds!], /\| '([a-z_]+)'/g);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((kind) => !eventTexts[`arrival.${kind}`])).toEqual([]);
});

test('holds, results of calls and classes of the statement have words', () => {
  const texts = [
    ...Object.keys(HOLD_RULES).map((reason) => reasonText(`hold:${reason}`).ja),
    ...Object.values(HOLD_RULES).map(({ pending }) => reasonText(pending).ja),
    ...CALL_RESULTS.flatMap((result) => [reasonText(result).ja, attemptResultText(`call_${result}`).ja]),
    ...STATEMENT_CLASSES.map((name) => classTexts[name].ja),
  ];
  expect(texts.filter((text) => !JAPANESE.test(text) || CODE.test(text))).toEqual([]);
});

test.each<[code: ErrorCode, detail: Record<string, string>, ja: string]>([
  ['call_task_done', { result: 'wrong_number' }, '結果は番号違いです。'],
  ['call_callback_unfit', { reason: 'quiet_hours' }, '電話してよい時間の外'],
  ['override_exists', { channel: 'post' }, '手段は郵便です。'],
  ['correction_not_possible', { why: 'later_choice' }, 'お客様のより新しい申し出がある'],
  ['erasure_not_possible', { why: 'legal_hold' }, '法的な留保'],
  ['statement_not_ready', { why: 'not_balanced' }, '未決の契約があるか、件数が合わない'],
])('%s says its reason in words', (code, detail, ja) => {
  const { advice } = errorText(code, 'ja', detail);
  expect(advice).toContain(ja);
  expect(advice).not.toContain(Object.values(detail)[0]);
  expect(errorText(code, 'en', detail).advice).not.toMatch(CODE);
});

test('no advice shows a code in place of a reason', () => {
  const filled = (Object.keys(ERRORS) as ErrorCode[]).map((code) =>
    errorText(code, 'ja', { why: 'same', result: 'busy' }),
  );
  expect(filled.filter(({ advice }) => /理由: [a-z]|結果は[a-z]/.test(advice))).toEqual([]);
});

test('a provider’s reply is put into words and keeps its code', () => {
  expect(reasonText('5.1.1').ja).toBe('あて先のメールアドレスがない・使えない（5.1.1）');
  expect(reasonText('5.7.26').ja).toBe('メールサーバーが受け取らなかった（5.7.26）');
  expect(reasonText('sms_30005').ja).toBe('SMSの事業者が配信できなかった（30005）');
});

test('an alert names the channel in words', () => {
  const { title } = alertText('lane_stopped', { lane: 3, channel: 'mail', reason: 'provider_unreachable' });
  expect(title.ja).toBe('レーン3（メール）が止まりました: 送信先に接続できません');
});

it('an error tells people an instant by the clock in Japan, never as the wire has it', () => {
  const taken = { until: '2027-02-17T15:10:00.000Z' };
  expect(errorText('call_task_taken', 'ja', taken).advice).toContain('2027-02-18 00:10まで');
  expect(errorText('call_task_taken', 'en', taken).advice).toContain('2027-02-18 00:10');
});
