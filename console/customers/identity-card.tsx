import { useState } from 'react';
import { useNow } from '../clock';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Card } from '../parts/page';
import { identityWords } from '../texts/desks/identity';
import { useWords } from '../words';
import { AnswerForm } from './answer-form';
import { type Caller, IdentityForm } from './identity/identity-form';
import { type CustomerJourney } from './journey-card';
import { SendLink } from './send-link';

/** Checks who calls by two items, without showing what is on file; then an answer can be booked, or the link sent. */
export function IdentityCard({ journey }: { journey: CustomerJourney }) {
  const words = useWords(identityWords);
  const format = useFormat();
  const { now } = useNow();
  const [caller, setCaller] = useState<(Caller & { at: number }) | null>(null);
  return (
    <Card title={words.identity} aside={caller && <Chip tone="ok">{words.identified(format.time(caller.at))}</Chip>}>
      <div className="col">
        {caller === null ? (
          <IdentityForm place={journey} onIdentified={(known) => setCaller({ ...known, at: now })} />
        ) : (
          <>
            <AnswerForm journey={journey} caller={caller} />
            <SendLink journey={journey} caller={caller} />
            <div>
              <Button look="quiet" onClick={() => setCaller(null)}>
                {words.checkAgain}
              </Button>
            </div>
          </>
        )}
      </div>
    </Card>
  );
}
