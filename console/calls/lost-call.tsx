import { callResultTexts } from '../../domain/texts/names/desks';
import { choiceTexts } from '../../domain/texts/names/journeys';
import { useFormat } from '../format';
import { Facts } from '../parts/facts';
import { Note } from '../parts/note';
import { callWords } from '../texts/desks/calls';
import { useText, useWords } from '../words';
import { callbackAt } from './callback';
import { useContractName } from './contract-name';
import { type useCallDesk } from './use-call-desk';

/** A call that is no longer this person's: why, and what had been chosen, as a text that cannot be sent. */
export function LostCall({ desk: { call, draft, lost } }: { desk: ReturnType<typeof useCallDesk> }) {
  const words = useWords(callWords);
  const text = useText();
  const format = useFormat();
  const nameOf = useContractName();
  const { lease } = call!;
  const at = callbackAt(lease, draft.day, draft.time);
  return (
    <Note tone="danger" role="alert">
      <p className="b">{lost === 'taken' ? words.lost : words.over}</p>
      <p className="s">{words.draft}</p>
      {draft.result === null ? (
        <p className="s sub">{words.nothingChosen}</p>
      ) : (
        <Facts
          items={[
            [words.results, text(callResultTexts[draft.result])],
            draft.result === 'callback' && at !== null && [words.callback, format.dayTime(at)],
            ...lease.contracts.map(
              (contract) =>
                draft.result === 'completed' &&
                draft.choices[contract.contractId] !== undefined &&
                ([nameOf(contract), text(choiceTexts[draft.choices[contract.contractId]!])] as const),
            ),
          ]}
        />
      )}
    </Note>
  );
}
