import { type FormEvent, useState } from 'react';
import { choiceTexts } from '../../domain/texts/names/journeys';
import { useAct } from '../api/act';
import { type Reply } from '../api/client';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Choices } from '../parts/choices';
import { Note, ProblemNote } from '../parts/note';
import { customerWords } from '../texts/desks/customers';
import { useUnsaved } from '../unsaved';
import { useText, useWords } from '../words';
import { type Caller } from './identity/identity-form';
import { type CustomerJourney } from './journey-card';

type Choice = 'migrate' | 'cancel';

/** What an identified caller decides, contract by contract; the reply is what to read out. */
export function AnswerForm({ journey, caller }: { journey: CustomerJourney; caller: Caller }) {
  const words = useWords(customerWords);
  const text = useText();
  const [choices, setChoices] = useState<Record<number, Choice>>({});
  const [tried, setTried] = useState(false);
  const booking = useAct('bookAnswer');
  const [booked, setBooked] = useState<Reply<'bookAnswer'> | null>(null);
  const none = Object.keys(choices).length === 0;
  useUnsaved(!none && booked === null);
  const book = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (none) return;
    const { saidBy, identity } = caller;
    const answer = await booking.run({
      params: { id: journey.customerId },
      body: { campaignId: journey.campaignId, saidBy, identity, choices },
    });
    if (answer) setBooked(answer.body);
  };
  if (booked) return <Booked booked={booked} />;
  return (
    <form className="col" noValidate onSubmit={(event) => void book(event)}>
      <h3 className="s">{words.answer}</h3>
      {journey.contracts.map(({ contractId }) => (
        <Choices
          key={contractId}
          legend={words.contractNo(String(contractId))}
          value={choices[contractId] ?? null}
          onChange={(choice) => setChoices({ ...choices, [contractId]: choice })}
          choices={(['migrate', 'cancel'] as const).map((choice) => ({
            value: choice,
            label: text(choiceTexts[choice]),
          }))}
        />
      ))}
      {tried && none && (
        <p className="err" role="alert">
          {words.missingAnswer}
        </p>
      )}
      <ProblemNote problem={booking.problem} />
      <div>
        <Button type="submit" look="primary" busy={booking.busy}>
          {words.book}
        </Button>
      </div>
    </form>
  );
}

function Booked({ booked: { receipt, requested, openContracts } }: { booked: Reply<'bookAnswer'> }) {
  const words = useWords(customerWords);
  const format = useFormat();
  return (
    <Note tone="ok" role="status">
      {receipt === null ? (
        <p className="b">{words.kept}</p>
      ) : (
        <>
          <p className="s">{words.receipt}</p>
          <p className="receipt">{receipt}</p>
        </>
      )}
      {requested.length > 0 && <p>{words.asked}</p>}
      {openContracts.length > 0 && <p>{words.stillOpen(format.number(openContracts.length))}</p>}
    </Note>
  );
}
