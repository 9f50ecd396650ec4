import { useState } from 'react';
import { useAct } from '../../api/act';
import { ActDialog } from '../../parts/act-dialog';
import { Choices } from '../../parts/choices';
import { authorityWords } from '../../texts/desks/authority';
import { useWords } from '../../words';
import { type Case } from './case-view';

type Decision = 'full' | 'contact' | 'again';

/** A manager decides what two persons could not. */
export function DecideCase({ item, onClose }: { item: Case; onClose: () => void }) {
  const words = useWords(authorityWords);
  const [chosen, setChosen] = useState<Decision | null>(null);
  const [wanted, setWanted] = useState<string[]>([]);
  const deciding = useAct('decideProof');
  const decide = async () => {
    if (chosen === null) return;
    const asked = wanted.map((document) => ({ document, why: 'incomplete' as const }));
    const decision =
      chosen === 'again'
        ? { accept: false as const, wanted: asked }
        : { accept: true as const, mayDecide: chosen === 'full' };
    if (await deciding.run({ params: { id: item.id }, body: { seen: [], decision } })) onClose();
  };
  return (
    <ActDialog
      title={words.decide}
      submit={words.decide}
      onClose={onClose}
      onSubmit={() => void decide()}
      busy={deciding.busy}
      problem={deciding.problem}
      missing={chosen === null || (chosen === 'again' && wanted.length === 0) ? words.decideMissing : null}
    >
      <p className="s sub">{words.decideMore}</p>
      <Choices
        legend={words.decide}
        value={chosen}
        onChange={setChosen}
        choices={[
          { value: 'full', label: words.acceptFull },
          { value: 'contact', label: words.acceptContact },
          { value: 'again', label: words.askAgain },
        ]}
      />
      {chosen === 'again' && <WantedList item={item} wanted={wanted} onChange={setWanted} />}
    </ActDialog>
  );
}

function WantedList({
  item,
  wanted,
  onChange,
}: {
  item: Case;
  wanted: string[];
  onChange: (wanted: string[]) => void;
}) {
  const words = useWords(authorityWords);
  return (
    <fieldset className="col tight">
      <legend>{words.documents}</legend>
      {item.documents.map(({ id, name }) => (
        <label key={id} className="row">
          <input
            type="checkbox"
            checked={wanted.includes(id)}
            onChange={({ target }) =>
              onChange(target.checked ? [...wanted, id] : wanted.filter((other) => other !== id))
            }
          />
          <span>{name.ja}</span>
        </label>
      ))}
    </fieldset>
  );
}
