import { CONSENT } from '../../../domain/customers/who-answers';
import { among, plannedOnce } from '../../platform/planned-once';
import { type Trx } from '../../platform/types';

/** What a kept answer says, for decisions. `at`: when it was declared, epoch ms. */
export interface WaitingAnswer {
  id: number;
  journeyId: number;
  contracts: number[];
  why: string;
  at: number;
  /** A person has discarded it, because the legal representative did not consent. */
  refused: boolean;
}

/** The kept answers of these journeys that are not decided yet, and those for which no consent was given. */
export async function loadWaiting(trx: Trx, journeyIds: number[]): Promise<WaitingAnswer[]> {
  const query = trx
    .selectFrom('kept_answers as k')
    .innerJoin('arrivals as a', 'a.id', 'k.arrival_id')
    .select(['k.id', 'k.journey_id', 'k.why', 'k.status', 'a.at', 'a.data'])
    .where(among('k.journey_id', journeyIds))
    .where((eb) => eb.or([eb('k.status', '=', 'kept'), eb.and({ 'k.status': 'discarded', 'k.why': CONSENT })]));
  const rows = await plannedOnce(trx, query);
  return rows.map(({ id, journey_id: journeyId, why, status, at, data }) => ({
    ...{ id, journeyId, why, at, refused: status === 'discarded' },
    contracts: contractsIn(data),
  }));
}

/** The contracts that an answer, or its withdrawal, is about. */
export const contractsIn = (data: Record<string, unknown>): number[] =>
  data.choices ? Object.keys(data.choices).map(Number) : (data.contracts as number[]);
