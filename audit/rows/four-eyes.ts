import {
  type CampaignRows,
  type OverrideEvidence,
  type RequestEvidence,
} from '../../db/platform/evidence/campaign-rows';
import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { faultsIn, fieldsOf, personOf, type RowFault } from './fault';

/** What one person asked for and another decided, learned from a campaign's chain entry by entry. */
export class RecordedFourEyes {
  readonly #requests = new Map<number, EvidenceEntry[]>();
  readonly #overrides = new Map<number, EvidenceEntry[]>();

  /** Takes an entry; others are passed over. */
  learn(entry: EvidenceEntry): void {
    const { kind, request, override } = fieldsOf<{ request: number; override: number }>(entry);
    if (kind.startsWith('request_')) push(this.#requests, request, entry);
    if (kind.startsWith('override_')) push(this.#overrides, override, entry);
  }

  /** What differs from the rows of requests and of overrides of a refusal. */
  faults({ requests, overrides }: Pick<CampaignRows, 'requests' | 'overrides'>): RowFault[] {
    return [
      ...both('requests', this.#requests, requests, requestFields),
      ...both('consent_overrides', this.#overrides, overrides, overrideFields),
    ];
  }
}

function push(recorded: Map<number, EvidenceEntry[]>, id: number, entry: EvidenceEntry): void {
  recorded.set(id, [...(recorded.get(id) ?? []), entry]);
}

function both<Row extends { id: number }>(
  name: string,
  recorded: Map<number, EvidenceEntry[]>,
  rows: Row[],
  expected: (about: EvidenceEntry[], row: Row) => Record<string, unknown>,
): RowFault[] {
  const table = faultsIn(name);
  const known = new Set(rows.map(({ id }) => id));
  const faults = rows.flatMap((row) => {
    const about = recorded.get(row.id);
    return about ? table.compare(row.id, row, expected(about, row)) : [table.entryMissing(row.id)];
  });
  const gone = [...recorded.keys()].filter((id) => !known.has(id));
  return [...faults, ...gone.map((id) => table.rowMissing(id))];
}

const by = (entry: EvidenceEntry | undefined): number | null => (entry ? personOf(entry.body.by) : null);

function requestFields(about: EvidenceEntry[], _: RequestEvidence): Record<string, unknown> {
  const [asked] = about.filter(({ body }) => body.kind === 'request_asked');
  const decided = about.find(({ body }) => body.kind === 'request_approved' || body.kind === 'request_refused');
  return {
    asked_by: by(asked),
    asked_at: asked?.at,
    action: asked?.body.action,
    decided_by: by(decided),
    decided_at: decided?.at ?? null,
    decision: decided?.body.kind.replace('request_', '') ?? null,
  };
}

function overrideFields(about: EvidenceEntry[], _: OverrideEvidence): Record<string, unknown> {
  const find = (...kinds: string[]) => about.find(({ body }) => kinds.includes(body.kind));
  const asked = find('override_asked');
  const decided = find('override_confirmed', 'override_declined');
  const withdrawn = find('override_withdrawn');
  return {
    asked_by: by(asked),
    asked_at: asked?.at,
    channel: asked?.body.channel,
    decided_by: by(decided),
    decided_at: decided?.at ?? null,
    confirmed: decided ? decided.body.kind === 'override_confirmed' : null,
    withdrawn_by: by(withdrawn),
    withdrawn_at: withdrawn?.at ?? null,
  };
}
