import { useState } from 'react';
import { mayRelease } from '../../../domain/customers/hold-release';
import { useGrant, useMay, useSession } from '../../api/session';
import { Button } from '../../parts/button';
import { holdWords } from '../../texts/desks/customers';
import { useWords } from '../../words';
import { type Hold, ReleaseHold, ReviewHold } from './hold-acts';

/** What may be done with an open hold by its reader; why not, where another person has to. */
export function HoldButtons({ hold }: { hold: Hold }) {
  const words = useWords(holdWords);
  const may = useMay();
  const { role } = useGrant();
  const { state } = useSession();
  const [act, setAct] = useState<'review' | 'release' | null>(null);
  if (hold.releasedAt !== null) return null;
  const personId = state && state.stage !== 'signed_out' ? state.person.id : 0;
  const own = mayRelease(hold, { role, personId });
  const close = () => setAct(null);
  return (
    <span className="row wrap tight-row">
      {may('hold.edit') && (
        <Button look="quiet" onClick={() => setAct('review')}>
          {words.review}
        </Button>
      )}
      {may('hold.release') && own && (
        <Button look="quiet" onClick={() => setAct('release')}>
          {words.release}
        </Button>
      )}
      {may('hold.release') && !own && <span className="xs mut">{words.whyNotRelease}</span>}
      {act === 'review' && <ReviewHold hold={hold} mayHandOver={own} onClose={close} />}
      {act === 'release' && <ReleaseHold hold={hold} onClose={close} />}
    </span>
  );
}
