import { useState } from 'react';
import { type Channel } from '../../domain/campaigns/campaign';
import { type Relation } from '../../domain/customers/who-answers';
import { relationTexts } from '../../domain/texts/names/customers';
import { channelTexts } from '../../domain/texts/names/delivery';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card } from '../parts/page';
import { holdWords } from '../texts/desks/customers';
import { representativeWords } from '../texts/desks/representatives';
import { useText, useWords } from '../words';
import { AddRepresentative } from './add-representative';

/** Who acts for the customer, without names, and until when. */
export function RepresentativesCard({ customerId }: { customerId: number }) {
  const words = useWords(holdWords);
  const { add, added } = useWords(representativeWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const read = useApi('listRepresentatives', { params: { id: customerId } });
  const ending = useAct('endRepresentative');
  const [adding, setAdding] = useState<'open' | 'done' | null>(null);
  const [repId, setRepId] = useState<number | null>(null);
  const end = async () => {
    if (await ending.run({ params: { id: customerId, repId: repId! } })) setRepId(null);
  };
  return (
    <Card
      title={words.representatives}
      aside={may('representative.edit') && <Button onClick={() => setAdding('open')}>{add}</Button>}
    >
      {adding === 'done' && (
        <Note tone="ok" role="status">
          {added}
        </Note>
      )}
      <Loaded read={read} lines={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="s mut">{words.noRepresentative}</p>
          ) : (
            <ul className="col">
              {items.map((one) => (
                <li key={one.id} className="row wrap tight-row">
                  <span className="b">{text(relationTexts[one.relation as Relation])}</span>
                  <Chip tone={one.mayDecide ? 'ok' : 'plain'}>
                    {one.mayDecide ? words.mayDecide : words.mayNotDecide}
                  </Chip>
                  <span className="s">
                    {one.channels.map((channel) => text(channelTexts[channel as Channel])).join('・')}
                  </span>
                  <span className="s sub">{one.evidence}</span>
                  <span className="xs mut">
                    {one.endedAt !== null
                      ? words.ended
                      : one.validUntil !== null && words.validUntil(format.shortDay(one.validUntil))}
                  </span>
                  {one.endedAt === null && may('representative.edit') && (
                    <Button look="quiet" onClick={() => setRepId(one.id)}>
                      {words.endRepresentative}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding === 'open' && (
        <AddRepresentative customerId={customerId} onClose={() => setAdding(null)} onDone={() => setAdding('done')} />
      )}
      {repId !== null && (
        <ActDialog
          title={words.endRepresentative}
          submit={words.endRepresentative}
          danger
          onClose={() => setRepId(null)}
          onSubmit={() => void end()}
          busy={ending.busy}
          problem={ending.problem}
        >
          <p>{words.endMore}</p>
        </ActDialog>
      )}
    </Card>
  );
}
