import { useEffect, useState } from 'react';
import { act } from '../../api/act';
import { type Reply } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import { useFormat } from '../../format';
import { ProblemNote } from '../../parts/note';
import { pauseWords } from '../../texts/campaigns/pause';
import { useWords } from '../../words';
import { type PauseScope } from './pause-scope';

export type Effect = Reply<'previewPause'>;
const TYPING_MS = 400;

/** Counts what a pause with this scope would touch now, anew whenever the scope has changed. */
export function usePauseEffect(
  id: string,
  scope: PauseScope | undefined,
): { effect?: Effect; problem: Problem | null } {
  const key = scope && JSON.stringify(scope);
  const [found, setFound] = useState<{ key: string; effect?: Effect; problem: Problem | null }>();
  useEffect(() => {
    if (key === undefined) return;
    let over = false;
    const timer = setTimeout(() => {
      const input = { params: { id }, body: { scope: JSON.parse(key) as PauseScope } };
      act('previewPause', input, '').then(
        ({ body }) => !over && setFound({ key, effect: body, problem: null }),
        (thrown: unknown) => !over && setFound({ key, problem: asProblem(thrown) }),
      );
    }, TYPING_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [id, key]);
  return key !== undefined && found?.key === key ? found : { problem: null };
}

/** How many contacts a pause holds or takes back. */
export const heldBy = ({ queued, lettersRecalled }: Pick<Effect, 'queued' | 'lettersRecalled'>): number =>
  queued.mail + queued.sms + queued.post + queued.phone + lettersRecalled;

/** The counts before the act: what is held, what can still be fetched back, what is gone. */
export function EffectFigures({ effect, problem }: { effect?: Effect; problem: Problem | null }) {
  const words = useWords(pauseWords);
  const format = useFormat();
  if (problem) return <ProblemNote problem={problem} />;
  if (!effect) return <p className="s mut">{words.counting}</p>;
  const { queued } = effect;
  const figures: [name: string, count: number, more?: string][] = [
    [words.journeys, effect.journeys],
    [
      words.queued,
      queued.mail + queued.sms + queued.post + queued.phone,
      words.queuedParts(
        format.number(queued.mail),
        format.number(queued.sms),
        format.number(queued.post),
        format.number(queued.phone),
      ),
    ],
    [words.recalled, effect.lettersRecalled],
    [words.atShop, effect.lettersAtShop, words.atShopMore],
    [words.gone, effect.lettersGone, words.goneMore],
    [words.calls, effect.callsLeased],
    [words.leaving, effect.leaving],
  ];
  return (
    <div role="group" aria-label={words.effect}>
      <dl className="effect">
        {figures.map(([name, count, more]) => (
          <div key={name}>
            <dt className="xs mut">{name}</dt>
            <dd>
              <span className="b">{format.number(count)}</span>
              {more && <span className="xs mut block">{more}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
