import { useFormat } from '../../format';
import { Figure } from '../../parts/facts';
import { boardWords } from '../../texts/campaigns/board';
import { useWords } from '../../words';
import { type Board } from './board';

/** The few figures a manager asks for first, each with its base. */
export function KeyFigures({ board }: { board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const { glance, channels, contracts, dates } = board;
  const sum = (of: (channel: Board['channels'][number]) => number) =>
    channels.reduce((total, channel) => total + of(channel), 0);
  const { migrated, cancelled } = contracts.yesterday?.byOutcome ?? {};
  const change = migrated === undefined ? null : glance.done - migrated - (cancelled ?? 0);
  const base = words.ofContracts(format.number(glance.done), format.number(glance.of));
  const back = sum(({ cameBack }) => cameBack);
  const sent = sum(({ handedOver }) => handedOver);
  return (
    <section className="card key-figures" aria-label={words.keyFigures}>
      <Figure
        name={words.answeredShare}
        value={format.percent(glance.done, glance.of)}
        base={change === null ? base : `${base} ${words.changed(format.change(change))}`}
      />
      <Figure
        name={words.today}
        value={format.number(sum(({ today }) => today.done))}
        base={words.ofDue(format.number(sum(({ today }) => today.due)))}
      />
      <Figure
        name={words.cameBack}
        value={format.percent(back, sent)}
        base={words.ofSent(format.number(back), format.number(sent))}
      />
      <Figure
        name={words.left}
        value={words.daysLeft(format.number(dates.left))}
        base={words.endsOn(format.day(dates.endOfService))}
      />
    </section>
  );
}
