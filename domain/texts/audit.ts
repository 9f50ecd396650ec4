/** What `tsunagi audit` says. Japanese is the source; `{name}` is filled in. */
export const auditJa = {
  replayed: '履歴の再実行: {replayed}件が一致、{failed}件が不一致、{missing}件が見つかりません',
  replayFailed: '  {workflowId}: {error}',
  chainHolds: '台帳 {chain}: {entries}件、連鎖は正しくつながっています(末尾 {head})',
  chainBroken: '台帳 {chain}: 番号 {seq} から正しくありません({why})',
  decisions: '判断の再計算: {decisions}件、不一致 {differing}件',
  decisionDiffers: '  台帳の番号 {seq}、ジャーニー {journey}',
  notEnded: '全件照合: 案件はまだ終わっていません(契約 {contracts}、未決 {open})',
  complete: '全件照合: {contracts}契約のすべてに結果が一つずつあります',
  incomplete:
    '全件照合: 不一致があります(契約 {contracts}、未決 {open}、対象者にない結果 {stray}、未完了か欠けたジャーニー {journeysAmiss})',
  contradicted: '  契約 {contract}: 結果が台帳の記録と異なります',
  entry_missing: '記録が抜けています',
  hash_wrong: '内容かハッシュが書き換えられています',
  columns_wrong: '日時または委託元が本文と違います',
  end_missing: '末尾の記録が抜けています',
  head_wrong: '末尾のハッシュが合いません',
  chain_missing: '台帳そのものがありません',
  leaksSearched:
    '{values}通りの個人の値を、{tables}表・{executions}履歴・{files}ファイル（{megabytes} MB）で探しました',
  leakLeftOut: '  対象外 {path}: {why}',
  leakFound: '  見つかりました {where}: {hits}か所（{whose}）',
  leaksNone: '個人の値はどこにもありません',
} as const;

export const auditEn: Record<keyof typeof auditJa, string> = {
  replayed: 'Histories replayed: {replayed} fit, {failed} do not, {missing} were not found',
  replayFailed: '  {workflowId}: {error}',
  chainHolds: 'Ledger {chain}: {entries} entries, the chain holds (head {head})',
  chainBroken: 'Ledger {chain}: wrong from no. {seq} on ({why})',
  decisions: 'Decisions made again: {decisions}, differing {differing}',
  decisionDiffers: '  ledger no. {seq}, journey {journey}',
  notEnded: 'Completeness: the campaign has not ended (contracts {contracts}, open {open})',
  complete: 'Completeness: each of {contracts} contracts has one outcome',
  incomplete:
    'Completeness: something is amiss (contracts {contracts}, open {open}, outcomes outside the audience {stray}, journeys open or missing {journeysAmiss})',
  contradicted: '  contract {contract}: the outcome is not the one the ledger tells',
  entry_missing: 'an entry is missing',
  hash_wrong: 'text or hash was rewritten',
  columns_wrong: 'time or client differ from the text',
  end_missing: 'the last entries are missing',
  head_wrong: 'the last hash does not match',
  chain_missing: 'there is no such ledger',
  leaksSearched:
    'Looked for {values} personal values in {tables} tables, {executions} histories, {files} files ({megabytes} MB)',
  leakLeftOut: '  left out {path}: {why}',
  leakFound: '  found in {where}: {hits} times ({whose})',
  leaksNone: 'No personal value is anywhere',
};

export type AuditLanguage = 'ja' | 'en';

/** One line of an audit in the chosen language. */
export function auditText(
  language: AuditLanguage,
  code: keyof typeof auditJa,
  values: Record<string, string | number> = {},
): string {
  const template: string = (language === 'ja' ? auditJa : auditEn)[code];
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
