import { Link } from '@tanstack/react-router';
import { type Reply } from '../api/client';
import { useFormat } from '../format';
import { Note } from '../parts/note';
import { rehearsedWords } from '../texts/campaigns/rehearsed';
import { useWords } from '../words';

type Campaign = Pick<Reply<'getCampaign'>, 'id' | 'rehearsal'>;

/** Whether these contents have been rehearsed, and what came of it: something to know, and no condition of an approval. */
export function RehearsalHint({ campaign: { id, rehearsal } }: { campaign: Campaign }) {
  const words = useWords(rehearsedWords);
  if (!rehearsal) return <Note>{words.none}</Note>;
  return (
    <Note tone={rehearsal.outdated ? 'warn' : 'ok'}>
      <p className="b">{rehearsal.outdated ? words.outdated : words.done}</p>
      <Figures rehearsal={rehearsal} />
      <Found id={String(id)} rehearsal={rehearsal} />
    </Note>
  );
}

type Rehearsed = NonNullable<Campaign['rehearsal']>;

function Figures({ rehearsal: { completed, ninety, overDays } }: { rehearsal: Rehearsed }) {
  const words = useWords(rehearsedWords);
  const format = useFormat();
  const percent = (share: number) => format.percent(share, 1);
  const { low, likely, high } = ninety;
  const day = format.date;
  const sure = low !== null && likely !== null && high !== null;
  const reached = sure
    ? words.between(day(likely), day(high), day(low))
    : high === null
      ? words.never
      : words.maybe(day(high), likely && day(likely));
  return (
    <p className="s">
      {[
        words.figures(percent(completed.likely), percent(completed.low), percent(completed.high)),
        words.ninety(reached),
        words.overDays(format.number(overDays)),
      ].join(' ／ ')}
    </p>
  );
}

function Found({ id, rehearsal: { id: no, seed, endedAt } }: { id: string; rehearsal: Rehearsed }) {
  const words = useWords(rehearsedWords);
  const format = useFormat();
  return (
    <p className="s">
      <Link to="/campaigns/$id/rehearsals" params={{ id }} search={{ no: String(no) }}>
        {words.link(format.number(no), String(seed), format.day(endedAt))}
      </Link>
    </p>
  );
}
