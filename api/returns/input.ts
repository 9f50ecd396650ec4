import { isPieceCode } from '../../db/journeys/step-writes';
import { type Language } from '../../domain/campaigns/campaign';
import { AppError, type Issue } from '../../domain/errors';
import { type FormRules } from '../../domain/returns/form-rules';
import { typedCode, type Undeliverable } from '../../domain/returns/return-rules';
import { type ReadScan } from './scan-decoder';

/**
 * The piece code of an item: read from its image, typed, or both if they agree. Throws code_wrong for an impossible
 * typed code, code_unreadable if there is none, codes_differ if there are several.
 */
export function codeOf(typed: string | undefined, file: ReadScan | undefined): string {
  const given = typed === undefined ? undefined : typedCode(typed);
  if (given !== undefined && !isPieceCode(given)) throw new AppError('code_wrong');
  const onImage = (file?.texts ?? []).map((text) => text.trim()).filter(isPieceCode);
  const codes = [...new Set([...(given === undefined ? [] : [given]), ...onImage])];
  if (codes.length > 1) throw new AppError('codes_differ', { count: codes.length });
  if (!codes[0]) throw new AppError('code_unreadable');
  return codes[0];
}

interface Given {
  kind?: 'form' | 'undeliverable';
  receivedOn?: string;
  postmarkOn?: string;
  reason?: Undeliverable;
}

const MESSAGES = {
  required: { ja: '必要です', en: 'is needed' },
  not_for_forms: { ja: '不着の封書にだけ付けます', en: 'is for undeliverable letters only' },
  not_asked: { ja: 'この用紙では求めていない項目です', en: 'is not asked for on this form' },
  future: { ja: '今日より後の日付です', en: 'is in the future' },
  after_receipt: { ja: '受付日より後の日付です', en: 'is after the day of receipt' },
  all_contracts: {
    ja: '用紙にある契約をすべて入力してください',
    en: 'must name every contract on the form, and no other',
  },
} satisfies Record<string, Record<Language, string>>;

/** Validates what the desk enters about an item; `today` is the local day. Throws invalid_request. */
export function bookingOf(given: Given, today: string, at: { in: 'query' | 'body'; language: Language }) {
  const { kind, receivedOn = today, postmarkOn, reason } = given;
  const wrong: [field: string, code: keyof typeof MESSAGES, holds: boolean][] = [
    ['kind', 'required', kind === undefined],
    ['reason', 'required', kind === 'undeliverable' && reason === undefined],
    ['reason', 'not_for_forms', kind === 'form' && reason !== undefined],
    ['receivedOn', 'future', receivedOn > today],
    ['postmarkOn', 'after_receipt', postmarkOn !== undefined && postmarkOn > receivedOn],
  ];
  const issues = wrong.flatMap(([field, code, holds]) =>
    holds ? [bookingIssue(`${at.in}.${field}`, code, at.language)] : [],
  );
  if (kind === undefined || issues.length > 0) throw new AppError('invalid_request', {}, issues);
  return { kind, receivedOn, postmarkOn: postmarkOn ?? null, reason: reason ?? null };
}

/** Requires what the form asks for besides the choice, and refuses what it does not ask for. Throws invalid_request. */
export function requireAsked(
  entry: { hanko?: unknown; account?: unknown },
  { hanko, account }: FormRules,
  language: Language,
): void {
  const asks = { hanko: hanko !== 'none', account: account !== 'none' };
  const issues = (['hanko', 'account'] as const).flatMap((field) =>
    asks[field] === (entry[field] !== undefined)
      ? []
      : [bookingIssue(`body.${field}`, asks[field] ? 'required' : 'not_asked', language)],
  );
  if (issues.length > 0) throw new AppError('invalid_request', {}, issues);
}

/** Requires an entry for each contract on the form. Throws invalid_request. */
export function requireAllContracts(choices: object, contracts: { key: string }[], language: Language): void {
  const asked = contracts.map(({ key }) => key);
  const named = Object.keys(choices);
  if (named.length === asked.length && asked.every((contract) => named.includes(contract))) return;
  throw new AppError('invalid_request', {}, [bookingIssue('body.choices', 'all_contracts', language)]);
}

/** An issue of what the desk enters, in the caller's language. */
export const bookingIssue = (path: string, code: keyof typeof MESSAGES, language: Language): Issue => ({
  path,
  code,
  message: MESSAGES[code][language],
});
