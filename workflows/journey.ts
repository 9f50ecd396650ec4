import { condition, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import { type JourneyActivities } from '../activities/journey/activities';
import { bellSignal, type JourneyInput } from './messages';

const { place } = proxyLocalActivities<JourneyActivities>({
  startToCloseTimeout: '6s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
});

/**
 * One customer's closure journey: place the step that is due, wait until the next one or a bell, and so on until
 * every contract has its outcome. What is due, allowed and final is decided by `place` from the rows in PostgreSQL.
 */
export async function journeyWorkflow({ journeyId, run }: JourneyInput): Promise<string> {
  let rung = 0;
  let asked = -1;
  setHandler(bellSignal, (bell) => {
    rung = Math.max(rung, bell.seq ?? 0);
    asked = Math.max(asked, bell.turn ?? -1);
  });

  for (let turn = 0; ; turn++) {
    const placed = await place({ journeyId, run, turn });
    if (placed.did === 'close' || placed.did === 'superseded') return placed.why;
    const calledFor = () => rung > placed.read || asked >= turn;
    if (placed.sleep === undefined) await condition(calledFor);
    else await condition(calledFor, placed.sleep);
  }
}
