import { sql } from 'kysely';
import { PUBLIC_PRICES } from '../../domain/print/price-lists';
import { sheetsOf } from '../../domain/print/envelope-profile';
import { type PriceList, priceListOn, sizeOf } from '../../domain/print/prices';
import { type ManifestLine } from '../../domain/print/print-run';
import { type RunSheet, sheetLines } from '../../domain/print/run-sheet';
import { type Queryable } from '../platform/types';
import { envelopeOf } from './envelope-profile';
import { type PrintRun } from './runs';

export interface SheetPiece extends Pick<ManifestLine, 'no' | 'sheets' | 'postal' | 'form'> {
  code: string;
  abroad: boolean;
}

/** The envelopes of a rendered run that are in it still, by number. */
export async function sheetPieces(db: Queryable, run: Pick<PrintRun, 'id' | 'envelope'>): Promise<SheetPiece[]> {
  const { rows } = await sql<Omit<SheetPiece, 'sheets'> & { pages: number }>`
    select p.no, p.pages, p.code, coalesce(p.form, false) as form, c.country is not null as abroad,
      jsonb_build_object('class', coalesce(p.postal_class, 'ordinary'), 'express', coalesce(p.express, false),
        'noForwarding', coalesce(p.no_forwarding, false)) as postal
    from pieces p join customers c on c.id = p.customer_id
    where p.print_run_id = ${run.id} and p.removed_reason is null and p.no is not null order by p.no`.execute(db);
  const { duplex } = envelopeOf(run);
  return rows.map(({ pages, ...piece }) => ({ ...piece, sheets: sheetsOf(pages, duplex) }));
}

/** What goes with a run to shop and post office; its postage by the prices of `day`. Undefined: nothing is in it. */
export async function runSheet(
  db: Queryable,
  run: Pick<PrintRun, 'id' | 'client_id' | 'key' | 'run_on' | 'manifest_hash' | 'totals' | 'envelope'>,
  { lists = PUBLIC_PRICES, pieces, day = run.run_on }: { lists?: PriceList[]; pieces: SheetPiece[]; day?: string },
): Promise<RunSheet | undefined> {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return undefined;
  const { name } = await db
    .selectFrom('clients')
    .select('name')
    .where('id', '=', run.client_id)
    .executeTakeFirstOrThrow();
  const list = priceListOn(lists, run.client_id, day);
  const envelope = envelopeOf(run);
  return {
    key: run.key,
    runOn: run.run_on,
    client: name,
    envelope,
    lines: sheetLines(pieces, list, sizeOf(envelope)),
    pieces: pieces.length,
    sheets: pieces.reduce((sum, { sheets }) => sum + sheets, 0),
    first: { no: first.no, code: first.code },
    last: { no: last.no, code: last.code },
    manifestSha256: run.manifest_hash ?? '',
    files: (run.totals?.files ?? []) as unknown as RunSheet['files'],
    prices: list?.source ?? null,
  };
}
