import { useState } from 'react';
import { EXPORTS } from '../../../domain/privacy/exports';
import { useAct } from '../../api/act';
import { ActDialog } from '../../parts/act-dialog';
import { Field, ReasonField } from '../../parts/field';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useWords } from '../../words';

const WORDS = {
  results: 'results',
  codes: 'codes',
  statement: 'numbers',
  addresses: 'addresses',
  accounts: 'accounts',
} as const;
const DAYS = 30;

/** Asks another person to let a file with personal data leave for some days. `onAsked` gets the request's number. */
export function ExportRequest({
  id,
  first = 'statement',
  onClose,
  onAsked,
}: {
  id: string;
  /** The file that is chosen at first. */
  first?: (typeof EXPORTS)[number];
  onClose: () => void;
  onAsked: (requestId: number) => void;
}) {
  const words = useWords(evidenceWords);
  const act = useAct('askExport');
  const [what, setWhat] = useState(first);
  const [days, setDays] = useState(String(DAYS));
  const [reason, setReason] = useState('');
  return (
    <ActDialog
      title={words.askExport}
      submit={words.send}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={reason.trim() === '' ? words.missingReason : null}
      onSubmit={() => {
        const body = { what, days: Number(days), reason: reason.trim() };
        void act.run({ params: { id }, body }).then((answer) => answer && onAsked(answer.body.requestId));
      }}
    >
      <p className="s sub">{words.askExportWhy}</p>
      <Field label={words.exportWhat}>
        <select value={what} onChange={(event) => setWhat(event.target.value as (typeof EXPORTS)[number])}>
          {EXPORTS.map((name) => (
            <option key={name} value={name}>
              {words[WORDS[name]]}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.days}>
        <input type="number" min={1} max={400} value={days} onChange={(event) => setDays(event.target.value)} />
      </Field>
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
