import { type Trx } from '../../platform/types';

/** What a kept answer says, for decisions. `at`: when it was declared, epoch ms. */
export interface WaitingAnswer {
  journeyId: number;
  contracts: number[];
  why: string;
  at: number;
}

/** The kept answers of these journeys that are not decided yet. */
export async function loadWaiting(trx: Trx, journeyIds: number[]): Promise<WaitingAnswer[]> {
  const rows = await trx
    .selectFrom('kept_answers as k')
    .innerJoin('arrivals as a', 'a.id', 'k.arrival_id')
    .select(['k.journey_id', 'k.why', 'a.at', 'a.data'])
    .where('k.journey_id', 'in', journeyIds)
    .where('k.status', '=', 'kept')
    .execute();
  return rows.map(({ journey_id: journeyId, why, at, data }) => ({ journeyId, why, at, contracts: contractsIn(data) }));
}

/** The contracts that an answer, or its withdrawal, is about. */
export const contractsIn = (data: Record<string, unknown>): number[] =>
  data.choices ? Object.keys(data.choices).map(Number) : (data.contracts as number[]);
