import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type FormReading, sameReading } from '../../domain/returns/return-rules';
import { type ReturnRow } from './returns';
import { type Queryable, type Trx } from '../platform/types';

/** A reading of a form: 1 first, 2 second, 3 by a third person who resolves a difference. */
interface Entry {
  no: number;
  personId: number;
  at: number;
  reading: FormReading;
}

export async function entriesOf(db: Queryable, row: Pick<ReturnRow, 'id'>): Promise<Entry[]> {
  const rows = await db
    .selectFrom('return_entries')
    .select(['no', 'person_id', 'at', 'data'])
    .where('return_id', '=', row.id)
    .orderBy('no')
    .execute();
  return rows.map(({ no, person_id, at, data }) => ({
    no,
    personId: person_id,
    at,
    reading: data as unknown as FormReading,
  }));
}

/** Result of an entry: the form waits for another one, or `reading` decides. `remark`: some reading noted a remark. */
type AfterEntry =
  | { status: 'entered' | 'mismatch'; no: number }
  | { status: 'decided'; no: number; reading: FormReading; by: number[] };

/**
 * Adds a person's reading to a locked return. Throws four_eyes if that person has read it before, return_decided if
 * nothing is left to read.
 */
export async function addEntry(trx: Trx, row: ReturnRow, personId: number, reading: FormReading): Promise<AfterEntry> {
  const before = await entriesOf(trx, row);
  if (row.kind === 'undeliverable' || row.decided_at !== null) {
    throw new AppError('return_decided', { status: row.status });
  }
  if (before.some((entry) => entry.personId === personId)) throw new AppError('four_eyes');
  const no = before.length + 1;
  await trx
    .insertInto('return_entries')
    .values({
      return_id: row.id,
      no,
      client_id: row.client_id,
      person_id: personId,
      data: JSON.stringify(reading),
      at: sql<Date>`tsunagi_now()`,
    })
    .execute();
  const first = before[0];
  if (!first) return { status: 'entered', no };
  if (no === 2 && !sameReading(first.reading, reading)) return { status: 'mismatch', no };
  const remark = reading.remark || before.some((entry) => entry.reading.remark);
  const by = [...before.map((entry) => entry.personId), personId];
  return { status: 'decided', no, reading: { ...reading, remark }, by };
}
