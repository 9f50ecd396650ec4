import { boxEndTexts } from '../../../domain/texts/names/mail-room';
import { useState } from 'react';
import { BOX_ENDS, type BoxEnd } from '../../../domain/returns/boxes';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { AsOf } from '../../parts/as-of';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Choices } from '../../parts/choices';
import { DataTable } from '../../parts/data-table';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { ProblemNote } from '../../parts/note';
import { Card, Empty } from '../../parts/page';
import { boxWords } from '../../texts/desks/boxes';
import { useText, useWords } from '../../words';

type Box = Reply<'listBoxes'>['items'][number];
const EVERY_MS = 30_000;

/** Where the paper lies, and its end; with all boxes its CSV is the list for the closing pack. */
export function BoxesCard() {
  const words = useWords(boxWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const [all, setAll] = useState(false);
  const read = useApi('listBoxes', { query: { limit: 200, state: all ? 'all' : 'open' } }, { every: EVERY_MS });
  const [dialog, setDialog] = useState<'open' | Box | null>(null);
  const fill = useAct('fillBox');
  const witness = useAct('witnessBox');
  const fillWith = async ({ id, no }: Box) => {
    const answer = await fill.run({ params: { id } });
    if (answer) say(words.filled(no, format.number(answer.body.papers)));
  };
  const confirm = async ({ id }: Box) => {
    if (await witness.run({ params: { id } })) say(words.done);
  };
  const stateOf = ({ endedAs, witnessed }: Box) =>
    endedAs === null ? words.kept : witnessed ? text(boxEndTexts[endedAs]) : words.witnessDue;
  const receipts = ({ firstReceipt, lastReceipt }: Box) => (firstReceipt ? `${firstReceipt} – ${lastReceipt}` : '—');
  const acts = (row: Box) => {
    if (!may('mail_room.work') || row.witnessed) return null;
    const act = (label: string, onClick: () => void) => (
      <Button look="quiet" onClick={onClick} aria-label={`${row.no} ${label}`}>
        {label}
      </Button>
    );
    if (row.endedAs !== null) return act(words.witness, () => void confirm(row));
    return (
      <span className="row wrap">
        {act(words.fill, () => void fillWith(row))}
        {act(words.end, () => setDialog(row))}
      </span>
    );
  };
  return (
    <Card
      title={words.title}
      aside={
        <>
          <AsOf read={read} />
          {may('mail_room.work') && <Button onClick={() => setDialog('open')}>{words.open}</Button>}
        </>
      }
    >
      <label className="row">
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> {words.all}
      </label>
      <ProblemNote problem={fill.problem ?? witness.problem} />
      <Loaded read={read}>
        {({ items }) => (
          <DataTable
            caption={words.title}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty>{words.none}</Empty>}
            columns={[
              { head: words.no, value: (row) => row.no, cell: (row) => <span className="mono">{row.no}</span> },
              {
                head: words.papers,
                number: true,
                value: (row) => row.papers,
                cell: (row) => format.number(row.papers),
              },
              { head: words.receipts, value: receipts, cell: receipts },
              {
                head: words.enclosures,
                number: true,
                value: (row) => row.enclosures,
                cell: (row) => format.number(row.enclosures),
              },
              { head: words.keepUntil, value: (row) => row.keepUntil, cell: (row) => format.day(row.keepUntil) },
              {
                head: words.endedAs,
                value: stateOf,
                cell: (row) => <Chip tone={row.endedAs && !row.witnessed ? 'warn' : 'plain'}>{stateOf(row)}</Chip>,
              },
              { head: words.certificate, value: (row) => row.certificate, cell: (row) => row.certificate ?? '—' },
              {
                head: words.endedOn,
                value: (row) => row.ended?.at ?? null,
                cell: (row) => (row.ended ? format.fullTime(row.ended.at) : '—'),
              },
              { head: words.acts, cell: acts },
            ]}
          />
        )}
      </Loaded>
      {dialog === 'open' && <OpenBox onClose={() => setDialog(null)} />}
      {dialog !== null && dialog !== 'open' && <EndBox box={dialog} onClose={() => setDialog(null)} />}
    </Card>
  );
}

function OpenBox({ onClose }: { onClose: () => void }) {
  const words = useWords(boxWords);
  const [no, setNo] = useState('');
  const [keepUntil, setKeepUntil] = useState('');
  const { run, busy, problem } = useAct('openBox');
  const submit = async () => {
    if (!(await run({ body: { no, keepUntil } }))) return;
    say(words.opened(no));
    onClose();
  };
  return (
    <ActDialog
      title={words.open}
      onClose={onClose}
      submit={words.open}
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={no === '' ? words.numberMissing : keepUntil === '' ? words.dayMissing : null}
    >
      <Field label={words.no}>
        <input maxLength={20} value={no} onChange={(event) => setNo(event.target.value.normalize('NFKC').trim())} />
      </Field>
      <Field label={words.keepUntil}>
        <input type="date" value={keepUntil} onChange={(event) => setKeepUntil(event.target.value)} />
      </Field>
    </ActDialog>
  );
}

function EndBox({ box: { id, no }, onClose }: { box: Box; onClose: () => void }) {
  const words = useWords(boxWords);
  const text = useText();
  const [endedAs, setEndedAs] = useState<BoxEnd | null>(null);
  const [certificate, setCertificate] = useState('');
  const { run, busy, problem } = useAct('endBox');
  const submit = async () => {
    if (!(await run({ params: { id }, body: { endedAs: endedAs!, certificate } }))) return;
    say(words.done);
    onClose();
  };
  return (
    <ActDialog
      title={words.endTitle(no)}
      onClose={onClose}
      submit={words.end}
      danger
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={endedAs === null ? words.choose : certificate === '' ? words.numberMissing : null}
    >
      <Choices
        legend={words.endedAs}
        choices={BOX_ENDS.map((value) => ({ value, label: text(boxEndTexts[value]) }))}
        value={endedAs}
        onChange={setEndedAs}
      />
      <Field label={words.certificate}>
        <input
          maxLength={30}
          value={certificate}
          onChange={(event) => setCertificate(event.target.value.normalize('NFKC').trim())}
        />
      </Field>
    </ActDialog>
  );
}
