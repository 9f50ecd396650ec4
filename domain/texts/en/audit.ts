import { type auditJa } from '../ja/audit';

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
    'Completeness: something is amiss (contracts {contracts}, open {open}, outcomes outside the audience {unexpected}, journeys open or missing {journeysAmiss})',
  contradicted: '  contract {contract}: the outcome is not the one the ledger tells',
  entry_missing: 'an entry is missing',
  hash_wrong: 'text or hash was rewritten',
  columns_wrong: 'time or client differ from the text',
  end_missing: 'the last entries are missing',
  head_wrong: 'the last hash does not match',
  chain_missing: 'there is no such ledger',
};
