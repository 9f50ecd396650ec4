import { useFormat } from '../../format';
import { Note } from '../../parts/note';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useWords } from '../../words';
import { type StatementHead } from './statement-card';

/** Whether rows, classes and contracts add up; what is amiss comes first, across the page. */
export function Balance({ head }: { head: StatementHead }) {
  const words = useWords(evidenceWords);
  const format = useFormat();
  const { rows, contracts, balanced, changesUndecided, status } = head;
  const sum = rows.refused + rows.doubles + rows.contracts;
  const rowsDiffer = rows.total !== sum;
  const over = status === 'completed' || status === 'stopped';
  const undecided = changesUndecided > 0 && <p>{words.changesUndecided(format.number(changesUndecided))}</p>;
  if (balanced) {
    return (
      <Note tone="ok">
        <p className="b">{words.balanced}</p>
        {undecided}
      </Note>
    );
  }
  if (!over && !rowsDiffer) {
    return (
      <Note>
        <p>{words.running(format.number(contracts.open))}</p>
        {undecided}
      </Note>
    );
  }
  return (
    <Note tone="danger" role="alert">
      <p className="b">{words.notBalanced}</p>
      {rowsDiffer && <p>{words.rowsAmiss(format.number(rows.total), format.number(sum))}</p>}
      {over && contracts.open > 0 && <p>{words.openContracts(format.number(contracts.open))}</p>}
      {undecided}
    </Note>
  );
}
