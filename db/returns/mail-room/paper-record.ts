import { sql } from 'kysely';
import { type BoxEnd } from '../../../domain/returns/boxes';
import { type EnclosureKind, type Ending } from '../../../domain/returns/enclosures';
import { type ReturnStatus } from '../../../domain/returns/return-rules';
import { type CampaignRow } from '../../campaigns/campaigns';
import { type Queryable } from '../../platform/types';

/** A paper of a campaign and where it ended; codes and numbers only. */
export interface PaperLine {
  returnId: number;
  receipt: string;
  receivedOn: string;
  kind: 'form' | 'undeliverable';
  status: ReturnStatus;
  box: string | null;
  keepUntil: string | null;
  endedAs: BoxEnd | null;
  certificate: string | null;
  endedAt: number | null;
  /** A second person was there when the box ended. */
  witnessed: boolean;
  /** The envelope in which the original went back, and when it was put in. */
  original: { code: string; at: number; witnessed: boolean } | null;
  enclosures: {
    what: EnclosureKind;
    pieces: number;
    ending: Ending | null;
    /** Of the registered letter, the box or the record of destruction. */
    number: string | null;
    endedAt: number | null;
    deliveredOn: string | null;
  }[];
}

const PAGE = 500;

/** Yields every returned paper of a campaign by page, with what lay in its envelope, in the order of receipt. */
export async function* listPaper(db: Queryable, campaign: CampaignRow) {
  for (let after = 0; ;) {
    const { rows } = await sql<PaperLine>`
      select r.id as "returnId", r.receipt, r.received_on::text as "receivedOn", r.kind, r.status, b.no as box,
        b.keep_until::text as "keepUntil", b.ended_as as "endedAs", b.certificate,
        (extract(epoch from b.ended_at) * 1000)::float8 as "endedAt", b.witnessed_at is not null as witnessed,
        case when o.piece_id is not null then json_build_object('code', p.code,
          'at', extract(epoch from o.put_at) * 1000, 'witnessed', o.witnessed_at is not null) end as original,
        coalesce((select json_agg(json_build_object('what', e.what, 'pieces', e.pieces, 'ending', e.ending,
            'number', coalesce(e.tracking, e.box, e.record), 'endedAt', extract(epoch from e.ended_at) * 1000,
            'deliveredOn', e.delivered_on) order by e.id) from enclosures e where e.return_id = r.id), '[]') as enclosures
      from returns r
      left join boxes b on b.id = r.box_id
      left join original_returns o on o.return_id = r.id
      left join pieces p on p.id = o.piece_id
      where r.campaign_id = ${campaign.id} and r.client_id = ${campaign.client_id} and r.id > ${after}
        and r.status <> 'withdrawn' order by r.id limit ${PAGE}`.execute(db);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.returnId;
  }
}
