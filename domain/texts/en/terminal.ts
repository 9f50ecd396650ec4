import { type terminalJa, type outcomesJa } from '../ja/terminal';

export const terminalEn: Record<keyof typeof terminalJa, string> = {
  preparing: 'Preparing everything ({dir})',
  ready: 'Ready after {seconds} s',
  resumed: 'Going on where it was (campaign {id}, {status})',
  created: 'Campaign created: {name} (no. {id})',
  imported:
    'Audience: {accepted} of {rows} rows imported ({contracts} contracts, {customers} customers); refused {refused}, held {held}',
  findingsHead: 'Findings, most frequent first:',
  finding: '  {count} × {message} → {advice}',
  findingLines: '    lines {lines}',
  heldDecided: 'Held rows decided by the operator {who}: released {released}, excluded {excluded}',
  submitted: '{who} submitted it for approval (content {hash})',
  approvedInternal: '{who} approved it',
  approvedClient: '{who} approved it for the client',
  started: 'Campaign started; a day lasts about {day} s',
  startedReal: 'Campaign started (in real time)',
  progress:
    '{date} scheduled {scheduled} notified {notified} reminded {reminded} awaiting reply {awaiting_reply} call due {call_due} closed {closed} / {total}  sent {sent}',
  ended: 'The campaign has ended ({date})',
  statementHead: 'Completeness statement (contracts)',
  statementRow: '  {name} {count}',
  statementReason: '      {reason} {count}',
  statementSum: '  total {total} (open {open})',
  statementSigned: 'The completeness statement was prepared, and signed by another person (hash {hash}…): {file}',
  checkRecords:
    "Checked against each recipient's own record: contacts {messages}, doubled {doubled}, missing {missing}, doubtful {doubtful}",
  checkLetters: 'Letters posted {posted}; codes read back from the rendered pages {read}',
  checkClient:
    "The client's own record: results {results}, rejected {rejected} (corrected and reported again), changes reported {changes}, not agreeing {amiss}",
  checkReplay: 'Histories replayed: {replayed}, failed {failed}',
  checkLedger: 'Ledger verified: {entries} entries, {result}',
  checkDecisions: 'Decisions made again: {decisions}, differing {differing}',
  matches: 'matches',
  differs: 'differs (no. {seq}: {why})',
  urlsHead: 'Everything keeps running. Ctrl-C ends it.',
  url: '  {name} {url}',
  loginsHead: 'API keys by role ({file}):',
  login: '  {role} {who}',
  stopping: 'Stopping',
  stopped: 'Stopped. The data stays in {dir}',
  failed: 'Failed: {message}',
  unknownSchema:
    'This database was made by another version (migration {migration}), and this version cannot continue it. Nothing was changed. To start anew, name an empty database, or rename or drop this one.',
  unknownData:
    'The data in {dir} was made by another version (migration {migration}), and this version cannot continue it. Nothing was changed. To start anew, name a new folder with --data, or rename or delete this one.',
};

export const outcomesEn: Record<keyof typeof outcomesJa, string> = {
  migrated: 'move accepted',
  cancelled: 'cancelled',
  lapsed: 'lapsed',
  unreachable: 'unreachable',
  excluded: 'excluded',
  stopped: 'stopped',
  pending: 'pending',
};
