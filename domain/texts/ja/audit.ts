/** Output of `tsunagi audit`. */
export const auditJa = {
  replayed: '履歴の再実行: {replayed}件が一致、{failed}件が不一致、{missing}件が見つかりません',
  replayFailed: '  {workflowId}: {error}',
  chainHolds: '台帳 {chain}: {entries}件、連鎖は正しくつながっています(末尾 {head})',
  chainBroken: '台帳 {chain}: 番号 {seq} から正しくありません({why})',
  decisions: '判断の再計算: {decisions}件、不一致 {differing}件',
  decisionDiffers: '  台帳の番号 {seq}、経過 {journey}',
  notEnded: '全件照合: 案件はまだ終わっていません(契約 {contracts}、未決 {open})',
  complete: '全件照合: {contracts}契約のすべてに結果が一つずつあります',
  incomplete:
    '全件照合: 不一致があります(契約 {contracts}、未決 {open}、対象者にない結果 {unexpected}、終わっていないか欠けた経過 {journeysAmiss})',
  contradicted: '  契約 {contract}: 結果が台帳の記録と異なります',
  entry_missing: '記録が抜けています',
  hash_wrong: '内容かハッシュが書き換えられています',
  columns_wrong: '日時または委託元が本文と違います',
  end_missing: '末尾の記録が抜けています',
  head_wrong: '末尾のハッシュが合いません',
  chain_missing: '台帳そのものがありません',
};
