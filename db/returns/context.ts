import { type DatedBy } from '../../domain/returns/return-rules';
import { type PostPiece, type ReturnRow } from './returns';
import { returnDedupe } from './decide';
import { type Queryable } from '../platform/types';

/** What the envelope's journeys know besides this return. */
export interface ReturnContext {
  /** The answer made from this return. */
  answer: { at: number; datedBy: DatedBy } | null;
  /** Whether the customer has answered in another way, before or after. */
  declaredElsewhere: boolean;
}

export async function returnContext(db: Queryable, row: ReturnRow, piece: PostPiece): Promise<ReturnContext> {
  const journeys = piece.letters.map((letter) => letter.journeyId);
  const answers = await db
    .selectFrom('arrivals')
    .select(['at', 'data', 'dedupe'])
    .where('journey_id', 'in', journeys)
    .where('client_id', '=', row.client_id)
    .where('kind', '=', 'answer')
    .orderBy('at')
    .execute();
  const own = answers.find((answer) => answer.dedupe === returnDedupe(row.id, 'answer'));
  return {
    answer: own ? { at: own.at, datedBy: own.data.datedBy as DatedBy } : null,
    declaredElsewhere: answers.some((answer) => answer.dedupe !== returnDedupe(row.id, 'answer')),
  };
}
