import { handedToTexts, setAsideTexts } from '../../../domain/texts/names/mail-room';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { HANDED_TO, type HandedTo } from '../../../domain/returns/mail-room';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { AsOf } from '../../parts/as-of';
import { Button } from '../../parts/button';
import { Choices } from '../../parts/choices';
import { DataTable } from '../../parts/data-table';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { enclosureWords } from '../../texts/desks/enclosures';
import { mailRoomWords } from '../../texts/desks/mail-room';
import { useText, useWords } from '../../words';

type Envelope = Reply<'listSetAsides'>['items'][number];
const EVERY_MS = 15_000;

/** Envelopes that lie in the mail room because they could not be booked; each leaves with an end. */
export function SetAsidesCard({ book }: { book: (id: number) => void }) {
  const words = useWords(mailRoomWords);
  const enclosures = useWords(enclosureWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const read = useApi('listSetAsides', { query: { limit: 200 } }, { every: EVERY_MS });
  const [ending, setEnding] = useState<Envelope | null>(null);
  return (
    <Card title={words.setAsides} aside={<AsOf read={read} />}>
      <Loaded read={read}>
        {({ items }) => (
          <DataTable
            caption={words.setAsides}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty>{words.noSetAside}</Empty>}
            columns={[
              { head: words.setAsideNo, number: true, value: (row) => row.id, cell: (row) => row.id },
              { head: words.no, number: true, value: (row) => row.intakeId, cell: (row) => row.intakeId },
              {
                head: words.setAsideWhy,
                value: (row) => text(setAsideTexts[row.why]),
                cell: (row) => text(setAsideTexts[row.why]),
              },
              { head: words.since, value: (row) => row.at, cell: (row) => format.dayTime(row.at) },
              {
                head: words.acts,
                cell: (row) =>
                  may('mail_room.work') && (
                    <span className="row nw">
                      <Button look="quiet" onClick={() => book(row.id)} aria-label={`${row.id} ${words.bookIt}`}>
                        {words.bookIt}
                      </Button>
                      {may('inquiry.work') && (
                        <Link
                          to="/inquiries"
                          search={{ aside: String(row.id) }}
                          aria-label={`${row.id} ${enclosures.letterName}`}
                        >
                          {enclosures.letter}
                        </Link>
                      )}
                      <Button look="quiet" onClick={() => setEnding(row)} aria-label={`${row.id} ${words.end}`}>
                        {words.end}
                      </Button>
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {ending && <EndDialog envelope={ending} onClose={() => setEnding(null)} />}
    </Card>
  );
}

function EndDialog({ envelope: { id }, onClose }: { envelope: Envelope; onClose: () => void }) {
  const words = useWords(mailRoomWords);
  const text = useText();
  const [handedTo, setHandedTo] = useState<HandedTo | null>(null);
  const [box, setBox] = useState('');
  const { run, busy, problem } = useAct('endSetAside');
  const submit = async () => {
    const body = { handedTo: handedTo!, ...(handedTo === 'box' && { box }) };
    if (!(await run({ params: { id }, body }))) return;
    say(words.ended);
    onClose();
  };
  const missing = handedTo === null ? words.endMissing : handedTo === 'box' && box === '' ? words.boxMissing : null;
  return (
    <ActDialog
      title={words.endTitle(String(id))}
      onClose={onClose}
      submit={words.endAct}
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={missing}
    >
      <Choices
        legend={words.endLegend}
        choices={HANDED_TO.map((value) => ({ value, label: text(handedToTexts[value]) }))}
        value={handedTo}
        onChange={setHandedTo}
      />
      {handedTo === 'box' && (
        <Field label={words.box}>
          <input maxLength={20} value={box} onChange={(event) => setBox(event.target.value.normalize('NFKC').trim())} />
        </Field>
      )}
    </ActDialog>
  );
}
