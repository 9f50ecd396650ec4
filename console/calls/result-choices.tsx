import { useState } from 'react';
import { type CallResult } from '../../domain/calls/call-rules';
import { callResultTexts } from '../../domain/texts/names/desks';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { Choices } from '../parts/choices';
import { callWords } from '../texts/desks/calls';
import { useText, useWords } from '../words';
import { type CallLease, RESULT_LISTS } from './results';

interface Props {
  lease: CallLease;
  value: CallResult | null;
  onChange: (result: CallResult) => void;
}

/** The results that this call can have, the frequent ones first; 0 turns to the others and back. */
export function ResultChoices({ lease, value, onChange }: Props) {
  const words = useWords(callWords);
  const text = useText();
  const [list, setList] = useState(0);
  const shown = RESULT_LISTS[list]!;
  const possible = shown.filter((result) => lease.effects[result]);
  const digit = (result: CallResult) => String(shown.indexOf(result) + 1);
  useKeys({
    '0': () => setList(1 - list),
    ...Object.fromEntries(possible.map((result) => [digit(result), () => onChange(result)])),
  });
  return (
    <div className="results">
      <Choices
        key={list}
        legend={words.results}
        value={value}
        onChange={onChange}
        choices={possible.map((result) => ({
          value: result,
          label: text(callResultTexts[result]),
          more: text(lease.effects[result]!),
          shortcut: digit(result),
        }))}
      />
      <Button look="quiet" shortcut="0" onClick={() => setList(1 - list)}>
        {list === 0 ? words.otherResults : words.frequentResults}
      </Button>
    </div>
  );
}
