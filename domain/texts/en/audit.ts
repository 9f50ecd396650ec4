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
  statementHolds: 'Statement no. {no} (0: itself, then its supplements): {lines} lines, as signed and as in the ledger',
  statementFault: 'Statement no. {no}: {why}',
  content_differs: 'the stored contents do not match the signed hash',
  chain_differs: 'it does not follow from the hash before it',
  not_in_ledger: 'the ledger has no such signature, or another hash',
  document_missing: 'the ledger has it as signed, but it is gone',
  line_differs: 'contract {contract} is stated differently from the ledger of that time',
  entry_missing: 'an entry is missing',
  hash_wrong: 'text or hash was rewritten',
  columns_wrong: 'time or client differ from the text',
  end_missing: 'the last entries are missing',
  head_wrong: 'the last hash does not match',
  chain_missing: 'there is no such ledger',
};
