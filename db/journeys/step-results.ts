import { type StepRequest, type StepResult } from '../../domain/journeys/story';
import { among, plannedOnce } from '../platform/planned-once';
import { type Trx } from '../platform/types';

/** The result of a step that belongs to another run of its journey, or to one that is over: nothing was read. */
export const SUPERSEDED: StepResult = { did: 'superseded', why: 'another_run', read: 0 };

/** Results that are stored already for these steps, by journey id. One request per journey. */
export async function storedResults(trx: Trx, requests: StepRequest[]): Promise<Map<number, StepResult>> {
  const ids = requests.map((request) => request.journeyId);
  const turns = [...new Set(requests.map((request) => request.turn))];
  const query = trx
    .selectFrom('step_results')
    .select(['journey_id', 'run', 'turn', 'result'])
    .where(among('journey_id', ids))
    .where(among('turn', turns));
  const rows = await plannedOnce(trx, query);
  const wanted = new Map(requests.map((request) => [request.journeyId, request]));
  const matching = rows.filter((row) => {
    const request = wanted.get(row.journey_id)!;
    return row.run === request.run && row.turn === request.turn;
  });
  return new Map(matching.map((row) => [row.journey_id, row.result as StepResult]));
}
