import { useState } from 'react';
import { returnStatusTexts } from '../../../domain/texts/names/desks';
import { useFormat } from '../../format';
import { useKeys } from '../../keys';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Card } from '../../parts/page';
import { readingWords } from '../../texts/desks/reading';
import { returnWords } from '../../texts/desks/returns';
import { useText, useWords } from '../../words';
import { type Returned } from '../book/bookings';
import { mayStillWithdraw } from '../may-withdraw';
import { statusTone } from '../status-tone';
import { WithdrawDialog } from '../withdraw-dialog';
import { Compare } from './compare';
import { Decided } from './decided';
import { ProposeAddress } from './propose-address';
import { ReadingForm } from './reading-form';
import { type FormDetail } from './read-mode';
import { RemarkForm } from './remark-form';
import { Viewer } from './viewer';

/** One form: its picture, what was mailed, and what is to be done about it by this person. */
export function FormView({ item, onSaved }: { item: FormDetail; onSaved: (item: Returned) => void }) {
  const words = useWords(readingWords);
  const desk = useWords(returnWords);
  const text = useText();
  const [withdrawing, setWithdrawing] = useState(false);
  const [proposing, setProposing] = useState(false);
  const may = mayStillWithdraw(item);
  const hasAddress = !item.protected && item.status !== 'withdrawn';
  useKeys({ w: may ? () => setWithdrawing(true) : undefined });
  return (
    <div className="reading">
      <div className="col">
        <Viewer item={item} />
        <Mailed item={item} />
      </div>
      <Card
        title={words.entry}
        aside={<Chip tone={statusTone(item.status)}>{text(returnStatusTexts[item.status])}</Chip>}
      >
        <div className="col">
          <p className="s sub">
            <span className="mono b">{item.receipt}</span> <Dates item={item} />
          </p>
          {item.readings.length > 1 && item.decidedAt === null && <Compare item={item} />}
          {item.mayEnter ? (
            <ReadingForm item={item} onSaved={onSaved} />
          ) : item.status === 'held' ? (
            <RemarkForm item={item} onSaved={onSaved} />
          ) : (
            <Decided item={item} />
          )}
          {(may || hasAddress) && (
            <div className="row wrap">
              {hasAddress && (
                <Button look="quiet" onClick={() => setProposing(true)}>
                  {words.proposeAddress}
                </Button>
              )}
              {may && (
                <Button look="quiet" shortcut="W" onClick={() => setWithdrawing(true)}>
                  {desk.withdraw}
                </Button>
              )}
            </div>
          )}
        </div>
      </Card>
      {proposing && <ProposeAddress item={item} onClose={() => setProposing(false)} />}
      {withdrawing && <WithdrawDialog item={item} onClose={() => setWithdrawing(false)} />}
    </div>
  );
}

function Dates({ item }: { item: FormDetail }) {
  const words = useWords(readingWords);
  const format = useFormat();
  const postmark = item.postmarkOn === null ? words.none2 : format.shortDay(item.postmarkOn);
  return (
    <span>
      {words.receivedOn} {format.shortDay(item.receivedOn)}・{words.postmarkOn} {postmark}
    </span>
  );
}

function Mailed({ item }: { item: FormDetail }) {
  const words = useWords(readingWords);
  const format = useFormat();
  return (
    <section className="mailed" aria-labelledby="mailed">
      <h2 id="mailed" className="s">
        {words.mailed}
      </h2>
      {item.mailed.map(({ campaignId, campaign, notice, version, postedOn, applyBy, step }) => (
        <p key={`${campaignId} ${step}`} className="s">
          {words.mailedLine(
            campaign,
            notice,
            String(version),
            postedOn === null ? words.neverPosted : format.shortDay(postedOn),
            format.shortDay(applyBy),
          )}
        </p>
      ))}
    </section>
  );
}
