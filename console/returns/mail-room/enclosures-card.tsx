import { enclosureStepTexts, enclosureTexts } from '../../../domain/texts/names/mail-room';
import { useState } from 'react';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { AsOf } from '../../parts/as-of';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { DataTable } from '../../parts/data-table';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { usePeople } from '../../people';
import { enclosureWords } from '../../texts/desks/enclosures';
import { useText, useWords } from '../../words';
import { EnclosureAct } from './enclosure-act';

export type Enclosure = Reply<'listEnclosures'>['items'][number];
const EVERY_MS = 15_000;

/** Enclosures without their end, each with what comes next. */
export function EnclosuresCard() {
  const words = useWords(enclosureWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const nameOf = usePeople();
  const read = useApi('listEnclosures', { query: { limit: 200 } }, { every: EVERY_MS });
  const [acting, setActing] = useState<Enclosure | null>(null);
  const verbs = {
    ...{ witness: words.witness, end_witness: words.witness, mask: words.mask, notify: words.notify },
    ...{ end: words.end, delivery: words.deliver, closed: '' },
  };
  return (
    <Card title={words.title} aside={<AsOf read={read} />}>
      <p className="s sub">{words.why}</p>
      <Loaded read={read}>
        {({ items }) => (
          <DataTable
            caption={words.title}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty>{words.none}</Empty>}
            columns={[
              {
                head: words.receipt,
                value: (row) => row.receipt,
                cell: (row) => <span className="mono">{row.receipt}</span>,
              },
              {
                head: words.what,
                value: (row) => text(enclosureTexts[row.what]),
                cell: (row) => text(enclosureTexts[row.what]),
              },
              {
                head: words.pieces,
                number: true,
                value: (row) => row.pieces,
                cell: (row) => format.number(row.pieces),
              },
              {
                head: words.amount,
                number: true,
                value: (row) => row.amount,
                cell: (row) => (row.amount === null ? '—' : format.number(row.amount)),
              },
              {
                head: words.since,
                value: (row) => row.noted.at,
                cell: (row) => `${format.dayTime(row.noted.at)} ${nameOf(row.noted.by)}`,
              },
              {
                head: words.next,
                value: (row) => text(enclosureStepTexts[row.next]),
                cell: (row) => (
                  <Chip tone={row.next === 'witness' || row.next === 'end_witness' ? 'warn' : 'acc'}>
                    {text(enclosureStepTexts[row.next])}
                  </Chip>
                ),
              },
              {
                head: words.acts,
                cell: (row) =>
                  may('return.work') && (
                    <Button
                      look="quiet"
                      onClick={() => setActing(row)}
                      aria-label={`${row.receipt} ${text(enclosureTexts[row.what])} ${verbs[row.next]}`}
                    >
                      {verbs[row.next]}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {acting && <EnclosureAct enclosure={acting} onClose={() => setActing(null)} />}
    </Card>
  );
}
