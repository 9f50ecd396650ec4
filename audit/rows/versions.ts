import {
  type CampaignRows,
  type PlanVersionEvidence,
  type VersionEvidence,
} from '../../db/platform/evidence/campaign-rows';
import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { planVersionHash } from '../../db/campaigns/plan-versions';
import { canonicalJson, digestOf } from '../../db/platform/ledger';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { faultsIn, fieldsOf, personOf, type RowFault } from './fault';

interface Entry {
  by: string;
  version: number;
  document?: string;
  contentHash: string;
  rule: unknown;
}

/** What was written, submitted and adopted as a campaign's versions, learned from its chain entry by entry. */
export class RecordedVersions {
  /** Digest of each version's document. */
  readonly #documents = new Map<number, string>();
  readonly #submitted = new Map<number, EvidenceEntry>();
  readonly #adopted = new Map<number, EvidenceEntry>();
  readonly #written = new Set<number>();

  /** Takes an entry; others than of versions are passed over. */
  learn(entry: EvidenceEntry): void {
    const { kind, version, document } = fieldsOf<Entry>(entry);
    if (['campaign_created', 'campaign_edited', 'plan_drafted'].includes(kind)) this.#written.add(version);
    if (document !== undefined && !this.#documents.has(version)) this.#documents.set(version, document);
    if (kind === 'plan_submitted') this.#submitted.set(version, entry);
    if (kind === 'plan_sent_back') this.#submitted.delete(version);
    if (kind === 'plan_adopted') this.#adopted.set(version, entry);
  }

  /** What differs from the rows: contents by digest, and what was submitted and adopted, and by whom. */
  faults({ versions, planVersions }: Pick<CampaignRows, 'versions' | 'planVersions'>): RowFault[] {
    const table = faultsIn('campaign_versions');
    const known = new Set(versions.map(({ version }) => version));
    const gone = [...this.#written].filter((version) => !known.has(version));
    return [
      ...versions.filter((row) => !this.#holds(row)).map(({ version }) => table.differs(version, 'doc')),
      ...gone.map((version) => table.rowMissing(version)),
      ...planVersions.flatMap((row) => this.#planFaults(row, versions)),
    ];
  }

  #holds({ version, doc }: VersionEvidence): boolean {
    const document = this.#documents.get(version);
    return document === undefined || document === digestOf(doc);
  }

  #planFaults(row: PlanVersionEvidence, versions: VersionEvidence[]): RowFault[] {
    const table = faultsIn('plan_versions');
    const adopted = this.#adopted.get(row.version);
    const submitted = this.#submitted.get(row.version);
    if (!submitted) return row.submitted_at === null ? [] : [table.entryMissing(row.version)];
    const { by, contentHash, rule } = fieldsOf<Entry>(submitted);
    const doc = versions.find(({ version }) => version === row.version)?.doc as CampaignDoc | undefined;
    const recorded = { doc: doc!, baseVersion: row.base_version, rule: row.rule! };
    const sameRule = canonicalJson(row.rule) === canonicalJson(rule);
    return [
      ...table.compare(row.version, row, {
        ...{ content_hash: contentHash, submitted_by: personOf(by), submitted_at: submitted.at },
        ...(adopted && { adopted_by: personOf(adopted.body.by), adopted_at: adopted.at }),
      }),
      ...(sameRule ? [] : [table.differs(row.version, 'rule')]),
      ...(sameRule && planVersionHash(recorded) !== contentHash
        ? [faultsIn('campaign_versions').differs(row.version, 'doc')]
        : []),
    ];
  }
}
