import { type Actor } from '../../db/access/api-keys';
import { type ExecutedRequest, type RequestRow } from '../../db/access/requests';
import { executeLift } from '../../db/customers/protection-mark';
import { executeCorrections } from '../../db/journeys/outcome-correction';
import { executeErasure } from '../../db/privacy/erasure';
import { type Scope } from '../../db/platform/scope';
import { type Requested } from '../../domain/access/access';
import { type AppDeps } from '../http/deps';
import { type Trx } from '../../db/platform/types';

export interface Approved {
  deps: AppDeps;
  trx: Trx;
  scope: Scope;
  /** The person who approved. */
  actor: Actor;
  request: RequestRow;
}

/** Executes each kind of approved request, in the transaction of the approval. */
export const EXECUTE_APPROVED: Record<Requested, (approved: Approved) => Promise<ExecutedRequest>> = {
  correction: ({ trx, scope, request }) => executeCorrections(trx, scope, request),
  erasure: ({ trx, scope, request }) => executeErasure(trx, scope, request),
  protection_lift: ({ trx, scope, request }) => executeLift(trx, scope, request),
  // nothing to execute: the approved request itself permits the download
  export: async () => ({ done: 1, refused: [] }),
};
