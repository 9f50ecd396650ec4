import { useState } from 'react';
import { type HoldReason } from '../../../domain/customers/hold-rules';
import { holdReasonTexts } from '../../../domain/texts/names/customers';
import { usePersonName } from '../../access/use-person-name';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Loaded } from '../../parts/loaded';
import { Card } from '../../parts/page';
import { holdWords } from '../../texts/desks/customers';
import { useText, useWords } from '../../words';
import { OpenHold } from './hold-acts';
import { HoldButtons } from './hold-buttons';

/** The holds of one customer, the open ones first. */
export function HoldsCard({ customerId }: { customerId: number }) {
  const words = useWords(holdWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const personName = usePersonName();
  const holds = useApi('listHolds', { params: { id: customerId } });
  const [opening, setOpening] = useState(false);
  return (
    <Card
      title={words.holds}
      aside={may('hold.edit') && <Button onClick={() => setOpening(true)}>{words.open}</Button>}
    >
      <Loaded read={holds} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="s mut">{words.none}</p>
          ) : (
            <ul className="col">
              {items.map((hold) => (
                <li key={hold.id} className="col tight">
                  <span className="row wrap tight-row">
                    <Chip tone={hold.releasedAt === null ? 'warn' : 'plain'}>
                      {text(holdReasonTexts[hold.reason as HoldReason])}
                    </Chip>
                    <span className="s">{personName(hold.ownerId) ?? words.noOwner}</span>
                    <span className="xs mut">
                      {hold.releasedAt !== null
                        ? words.released(format.dayTime(hold.releasedAt))
                        : hold.reviewOn !== null && `${words.due} ${format.shortDay(hold.reviewOn)}`}
                    </span>
                  </span>
                  {hold.note && <span className="s sub">{hold.note}</span>}
                  <HoldButtons hold={hold} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {opening && <OpenHold customerId={customerId} onClose={() => setOpening(false)} />}
    </Card>
  );
}
