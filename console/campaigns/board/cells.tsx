import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { journeyStateTexts, outcomeTexts } from '../../../domain/texts/names/journeys';
import { useMay } from '../../api/session';
import { StackedBar, toneOf } from '../../charts/stacked-bar';
import { useFormat } from '../../format';
import { Card } from '../../parts/page';
import { Note } from '../../parts/note';
import { boardWords } from '../../texts/campaigns/board';
import { useText, useWords } from '../../words';
import { type Board } from './board';

interface Cell {
  name: string;
  label: string;
  count: number;
  yesterday: number | null;
  search: Record<string, string>;
}

/** Customers by the state of their journey: six cells that add up, each a link to those people. */
export function States({ id, board }: { id: string; board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  const total = board.states.reduce((sum, { customers }) => sum + customers, 0);
  const cells = board.states.map(({ state, customers, yesterday }) => ({
    name: state,
    label: text(journeyStateTexts[state]),
    count: customers,
    yesterday,
    search: { state },
  }));
  return (
    <Cells id={id} title={words.states} sum={words.statesSum(format.number(total))} {...{ total, cells, board }} />
  );
}

/** Contracts by outcome, open ones first: the cells add up, each a link to people with such a contract. */
export function Outcomes({ id, board }: { id: string; board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  const { total, open, byOutcome, yesterday } = board.contracts;
  const names = Object.keys(byOutcome) as (keyof typeof byOutcome)[];
  const cells: Cell[] = [
    {
      name: 'open',
      label: text(outcomeTexts.open),
      count: open,
      yesterday: yesterday && yesterday.open,
      search: { outcome: 'open' },
    },
    ...names.map((name) => ({
      name,
      label: text(outcomeTexts[name]),
      count: byOutcome[name],
      yesterday: yesterday && yesterday.byOutcome[name],
      search: { outcome: name },
    })),
  ];
  return (
    <Cells id={id} title={words.outcomes} sum={words.outcomesSum(format.number(total))} {...{ total, cells, board }} />
  );
}

function Cells({
  id,
  title,
  sum,
  total,
  cells,
  board,
}: {
  id: string;
  title: string;
  sum: string;
  total: number;
  cells: Cell[];
  board: Board;
}) {
  const words = useWords(boardWords);
  const format = useFormat();
  const compared = board.yesterdayAt === null ? words.noYesterday : words.comparedAt(format.dayTime(board.yesterdayAt));
  const addsUp = cells.reduce((counted, { count }) => counted + count, 0) === total;
  return (
    <Card title={title} aside={<span className="xs mut">{compared}</span>}>
      {addsUp ? (
        <>
          <p className="xs mut">{sum}</p>
          <StackedBar parts={cells} />
          <ul className="cells">
            {cells.map((cell) => (
              <li key={cell.name}>
                <CellLink id={id} cell={cell}>
                  <span className="cell-name">
                    <span className={`sw ${toneOf(cell.name)}`} aria-hidden="true" />
                    {cell.label}
                  </span>
                  <span className="cell-count">{format.number(cell.count)}</span>
                  <span className="xs mut">
                    {cell.yesterday === null
                      ? format.percent(cell.count, total)
                      : words.shareAndChange(
                          format.percent(cell.count, total),
                          format.change(cell.count - cell.yesterday),
                        )}
                  </span>
                </CellLink>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Note tone="danger" role="alert">
          <p>{words.doNotAddUp}</p>
        </Note>
      )}
    </Card>
  );
}

/** Leads to the people behind the number, for those who may list them. */
function CellLink({ id, cell, children }: { id: string; cell: Cell; children: ReactNode }) {
  const may = useMay();
  if (!may('journey.read')) return <div className="cell">{children}</div>;
  return (
    <Link className="cell" to="/campaigns/$id/people" params={{ id }} search={cell.search}>
      {children}
    </Link>
  );
}
