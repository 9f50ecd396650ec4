import { type z } from 'zod';
import { signalWorkflow } from '../../activities/outbox/signal';
import { type JourneySignal } from '../../db/journeys/arrivals';
import { type CampaignRow } from '../../db/campaigns/campaigns';
import { changeTotals, type ClientFileRow, countChanges, needsSecondPerson } from '../../db/exchange/client-files';
import { CHANGE_FINDINGS, type ChangeFinding } from '../../domain/exchange/change-findings';
import { CHANGE_KINDS } from '../../domain/exchange/client-data';
import { AppError } from '../../domain/errors';
import { changeKindTexts } from '../../domain/texts/exchange';
import { changeFindingText } from '../../domain/texts/exchange';
import { type clientDataRoutes } from './contract/exchange';
import { type AppDeps } from '../http/deps';
import { iso, isoOrNull } from '../http/wire';
import { type Queryable } from '../../db/platform/types';

const FINDINGS_SHOWN = 100;
const STARTED: CampaignRow['status'][] = ['running', 'paused', 'stopped', 'completed'];

type ChangeFile = z.input<(typeof clientDataRoutes)['applyChanges']['reply']['schema']>;
type Preview = z.input<(typeof clientDataRoutes)['sendChanges']['reply']['schema']>;

/** Throws campaign_wrong_state before the start, when the audience should be imported again instead. */
export function requireStarted(campaign: CampaignRow): void {
  if (STARTED.includes(campaign.status)) return;
  throw new AppError('campaign_wrong_state', { status: campaign.status, allowed: STARTED.join(',') });
}

/** A file is `applying` from its start until it is applied completely. */
export function changeStatus(file: ClientFileRow): ChangeFile['status'] {
  if (file.status === 'preview') return file.applied_by === null ? 'preview' : 'applying';
  return file.status as 'applied' | 'discarded';
}

/** Change files as they stand now, by id. */
export async function changeFilesOf(db: Queryable, files: ClientFileRow[]): Promise<Map<number, ChangeFile>> {
  const ids = files.map((file) => file.id);
  const counts = await countChanges(db, ids);
  return new Map(files.map((file) => [file.id, changeFileOf(file, counts.get(file.id)!)]));
}

function changeFileOf(
  file: ClientFileRow,
  counts: Awaited<ReturnType<typeof countChanges>> extends Map<number, infer C> ? C : never,
): ChangeFile {
  const totals = changeTotals(file);
  const kinds = [...CHANGE_KINDS, 'unreadable'] as const;
  const byKind = kinds
    .filter((kind) => counts[kind].rows > 0)
    .map((kind) => {
      const { rows, planned, done, nothing_to_do: nothingToDo, refused, unknown_contract: unknown } = counts[kind];
      const name = kind === 'unreadable' ? { ja: '区分不明', en: 'unreadable' } : changeKindTexts[kind];
      return { kind, name, rows, planned, done, nothingToDo, refused, unknown };
    });
  const sum = (key: 'planned' | 'unknown') => byKind.reduce((all, row) => all + row[key], 0);
  return {
    fileId: file.id,
    campaignId: file.campaign_id,
    status: changeStatus(file),
    fileHash: file.file_hash,
    encoding: totals.encoding,
    totals: { rows: totals.rows, controlTotal: totals.controlTotal },
    totalsHash: totals.hash,
    limit: totals.limit,
    needsSecondPerson: needsSecondPerson(totals),
    planned: totals.planned,
    open: sum('planned'),
    unknownContracts: sum('unknown'),
    byKind,
    findingCount: totals.findingCount,
    sentBy: file.created_by,
    sentAt: iso(file.created_at),
    appliedBy: file.applied_by,
    appliedAt: isoOrNull(file.applied_at),
  };
}

/** A change file with its first findings. */
export async function previewOf(db: Queryable, file: ClientFileRow): Promise<Preview> {
  const shown = (await changeFilesOf(db, [file])).get(file.id)!;
  return { ...shown, findings: changeTotals(file).findings.slice(0, FINDINGS_SHOWN).map(findingOf) };
}

/** A finding with its texts. */
export function findingOf({ line, column, code, detail }: ChangeFinding) {
  return { line, column, code, severity: CHANGE_FINDINGS[code], ...changeFindingText(code, detail) };
}

/** Signals what was recorded, best effort; the outbox repeats what is not delivered here. */
export const signalAll =
  (deps: AppDeps) =>
  (signals: JourneySignal[]): void => {
    for (const signal of deps.temporal ? signals : []) {
      signalWorkflow(deps.temporal!, signal).catch(() =>
        deps.log.info({ workflowId: signal.workflowId }, 'signal left to the outbox'),
      );
    }
  };
