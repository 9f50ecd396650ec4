import { type ApprovalEvidence, type CampaignRows } from '../../db/platform/evidence/campaign-rows';
import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { faultsIn, fieldsOf, personOf, type RowFault } from './fault';

interface Entry {
  by: string;
  gate: string;
  gates: string[];
  version: number;
  contentHash: string;
  reason: string;
}

interface RecordedApproval {
  gate: string;
  /** The plan version; null: the start of the campaign. */
  version: number | null;
  contentHash: string;
  person: number | null;
  at: number;
  voided?: { at: number; reason: string };
}

/** The approvals that a campaign's chain tells of, learned entry by entry. */
export class RecordedApprovals {
  readonly #recorded: RecordedApproval[] = [];

  /** Takes an entry; others than of approvals are passed over. */
  learn(entry: EvidenceEntry): void {
    const { kind, by, gate, gates, version, contentHash, reason } = fieldsOf<Entry>(entry);
    if (kind === 'approved' || kind === 'plan_approved') {
      const of = kind === 'approved' ? null : version;
      this.#recorded.push({ gate, version: of, contentHash, person: personOf(by), at: entry.at });
    }
    if (kind === 'approval_voided') this.#void([gate], null, { at: entry.at, reason });
    if (kind === 'plan_discarded') this.#void(gates, version, { at: entry.at, reason: 'version_discarded' });
    if (kind === 'plan_sent_back') this.#void(gates, version, { at: entry.at, reason: 'sent_back' });
  }

  #void(gates: string[], version: number | null, voided: { at: number; reason: string }): void {
    for (const recorded of this.#recorded) {
      if (gates.includes(recorded.gate) && recorded.version === version) recorded.voided ??= voided;
    }
  }

  /** What differs from the rows; each approval is found by its gate, version and time, or else by gate and version. */
  faults({ approvals }: Pick<CampaignRows, 'approvals'>): RowFault[] {
    const table = faultsIn('approvals');
    const left = [...approvals];
    const take = (same: (row: ApprovalEvidence) => boolean) => {
      const index = left.findIndex(same);
      return index < 0 ? undefined : left.splice(index, 1)[0];
    };
    const pairs = this.#recorded.map((recorded) => {
      const alike = (row: ApprovalEvidence) => row.gate === recorded.gate && row.version === recorded.version;
      return { recorded, row: take((row) => alike(row) && row.at === recorded.at) };
    });
    const faults = pairs.flatMap(({ recorded, row: exact }) => {
      const row = exact ?? take(({ gate, version }) => gate === recorded.gate && version === recorded.version);
      if (!row) return [table.rowMissing(`${recorded.gate} ${recorded.version ?? 'start'}`)];
      return table.compare(row.id, row, {
        ...{ content_hash: recorded.contentHash, person_id: recorded.person, at: recorded.at },
        voided_at: recorded.voided?.at ?? null,
        void_reason: recorded.voided?.reason ?? null,
      });
    });
    return [...faults, ...left.map(({ id }) => table.entryMissing(id))];
  }
}
