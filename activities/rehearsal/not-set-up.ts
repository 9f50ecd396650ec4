import { type Db } from '../../db/platform/types';
import { storeRehearsalFailure } from '../../db/rehearsals/stored';
import { AppError } from '../../domain/errors';
import { asFailure } from '../failure';
import { type RehearsalActivities } from './activities';

/**
 * The activities of a worker that has no database of rehearsals: a rehearsal that comes to it ends at once, failed with
 * rehearsal_not_set_up, instead of waiting for a worker that may never be.
 */
export function refuseRehearsals(db: Db): RehearsalActivities {
  const refuse = async () => asFailure(new AppError('rehearsal_not_set_up'));
  return {
    prepareRehearsal: refuse,
    runRehearsedJourneys: refuse,
    concludeRehearsal: refuse,
    giveRehearsalUp: async ({ rehearsalId }) =>
      (await storeRehearsalFailure(db, rehearsalId, new AppError('rehearsal_not_set_up'))) ? 'failed' : 'cancelled',
  };
}
