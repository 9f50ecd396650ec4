import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger } from 'pino';
import { recordFailed, withdraw } from '../../db/delivery/handovers';
import { clearRun, dropEmptyPieces, closeEmptyRun, recordRendered } from '../../db/print/handover';
import { splitPiece } from '../../db/print/split-piece';
import { runSheet, type SheetPiece } from '../../db/print/run-sheet';
import { piecesOf, type RunPiece, getRun, type PrintRun } from '../../db/print/runs';
import { envelopeOf } from '../../db/print/envelope-profile';
import { sheetsOf } from '../../domain/print/envelope-profile';
import { type PriceList } from '../../domain/print/prices';
import { classTotals, manifestCsv, type ManifestLine } from '../../domain/print/print-run';
import { CONTROL_SHEET, controlSheetCsv, controlSheetPdf } from '../../rendering/run-sheet/control-sheet';
import { PrintFile } from '../../rendering/letter/print-file';
import { composePieces, type Composed, type PrintComposeDeps } from '../../rendering/letter/compose';
import { type PrintFolder, sha256, writeText } from './folder';

export interface PrintRenderDeps extends PrintComposeDeps {
  folder: PrintFolder;
  log: Logger;
  /** Envelopes per file; default 1,000. */
  piecesPerFile?: number;
  /** Default: the carrier's public prices. */
  prices?: PriceList[];
}

interface FileTotals {
  name: string;
  sha256: string;
  pieces: number;
  pages: number;
}

const PAGE = 200;

/**
 * Renders a run: letters that may not be sent any more are removed first, then every envelope is drawn in id order. The
 * same envelopes give the same bytes. Returns the number of envelopes; a run that was handed over is left alone.
 */
export async function renderRun(deps: PrintRenderDeps, runId: number): Promise<{ pieces: number }> {
  const run = await getRun(deps.db, runId);
  if (run.status !== 'open' && run.status !== 'rendered') return { pieces: run.pieces };
  // the process died between hand-over and its record
  if (await deps.folder.isHandedOver(run.key, run.manifest_hash)) return { pieces: run.pieces };
  const left = await clearRun(deps.db, deps.docs, run);
  const draft = deps.folder.begin(run.key);
  const rendering = new Rendering(deps, run, draft);
  for (let after = 0; ;) {
    const pieces = await piecesOf(deps.db, run.id, { after, limit: PAGE });
    if (pieces.length === 0) break;
    for (const composed of await composePieces(deps, run, pieces))
      await rendering.add(await fitting(deps, run, composed));
    after = pieces.at(-1)!.id;
  }
  const files = await rendering.close();
  await dropEmptyPieces(deps.db, run.id);
  if (rendering.lines.length === 0) {
    await deps.folder.discard(run.key);
    await closeEmptyRun(deps.db, run.id);
  } else {
    await finish(deps, run, { draft, files, rendering });
  }
  deps.log.info({ run: run.key, pieces: rendering.lines.length, left }, 'print run rendered');
  return { pieces: rendering.lines.length };
}

/** An envelope within its limit of sheets: where letters together are too many, only the first of them stays in it. */
async function fitting(deps: PrintRenderDeps, run: PrintRun, composed: Composed): Promise<Composed> {
  if ('failed' in composed || sheetsOf(composed.pages.length, envelopeOf(run).duplex) <= composed.limit)
    return composed;
  const { piece } = composed;
  if (!(await splitPiece(deps.db, run.id, piece))) return composed;
  return (await composePieces(deps, run, [{ ...piece, letters: piece.letters.slice(0, 1) }]))[0]!;
}

async function finish(
  deps: PrintRenderDeps,
  run: PrintRun,
  made: { draft: string; files: FileTotals[]; rendering: Rendering },
): Promise<void> {
  const { lines, ids } = made.rendering;
  const pages = lines.reduce((sum, line) => sum + line.pages, 0);
  const totals = {
    key: run.key,
    runOn: run.run_on,
    client: run.client_id,
    pieces: lines.length,
    pages,
    files: made.files,
    classes: classTotals(lines),
    manifestSha256: writeText(made.draft, 'manifest.csv', manifestCsv(lines)),
    pieceCodesSha256: sha256(lines.map((line) => line.piece).join('\n')),
  };
  const manifestHash = writeText(made.draft, 'manifest.json', `${JSON.stringify(totals, null, 2)}\n`);
  const named = { ...run, manifest_hash: manifestHash, totals };
  const sheet = await runSheet(deps.db, named, { lists: deps.prices, pieces: made.rendering.pieces });
  writeFileSync(join(made.draft, CONTROL_SHEET.pdf), await controlSheetPdf(sheet!, run.opened_at));
  writeText(made.draft, CONTROL_SHEET.csv, controlSheetCsv(sheet!));
  deps.folder.finish(run.key, made.draft);
  await deps.folder.stage(run.key);
  const pieces = lines.map(({ no, pages, postal, form }, index) => ({ id: ids[index]!, no, pages, form, ...postal }));
  await recordRendered(deps.db, run.id, { pieces, pages, manifestHash, totals, changes: run.changes });
}

/** The files of a run while they are being written. */
class Rendering {
  readonly lines: ManifestLine[] = [];
  readonly ids: number[] = [];
  /** The same for the control sheet. */
  readonly pieces: SheetPiece[] = [];
  private readonly files: FileTotals[] = [];
  private file: { name: string; pdf: PrintFile; pieces: number } | undefined;

  constructor(
    private readonly deps: PrintRenderDeps,
    private readonly run: PrintRun,
    private readonly draft: string,
  ) {}

  /** Draws an envelope. If it cannot be drawn, its letters leave the run and their journeys are notified. */
  async add(composed: Composed): Promise<void> {
    if ('failed' in composed) return this.giveUp(composed.piece, composed.failed);
    if (this.file && this.file.pieces >= (this.deps.piecesPerFile ?? 1_000)) await this.closeFile();
    const { name, pdf } = (this.file ??= this.open());
    const firstPage = pdf.add(composed.pages);
    this.file.pieces += 1;
    const { pages, postal, form } = composed;
    const no = this.lines.length + 1;
    const sheets = sheetsOf(pages.length, envelopeOf(this.run).duplex);
    const line = { piece: composed.piece.code, no, file: name, firstPage, pages: pages.length, sheets, postal, form };
    this.lines.push(line);
    this.pieces.push({ ...line, code: line.piece, abroad: composed.abroad });
    this.ids.push(composed.piece.id);
    await new Promise((resolve) => setImmediate(resolve)); // drawing uses the CPU: let other work run
  }

  async close(): Promise<FileTotals[]> {
    await this.closeFile();
    return this.files;
  }

  private open(): { name: string; pdf: PrintFile; pieces: number } {
    const name = `letters-${String(this.files.length + 1).padStart(3, '0')}.pdf`;
    return { name, pdf: new PrintFile(join(this.draft, name), this.run.key, this.run.opened_at), pieces: 0 };
  }

  private async closeFile(): Promise<void> {
    if (!this.file) return;
    const { name, pdf, pieces } = this.file;
    this.file = undefined;
    this.files.push({ name, sha256: await pdf.close(), pieces, pages: pdf.pages });
  }

  private async giveUp(piece: RunPiece, reason: string): Promise<void> {
    this.deps.log.error({ run: this.run.key, piece: piece.id, reason }, 'letter not printed: a person must look');
    for (const letter of piece.letters) {
      if (reason === 'no_contact') await withdraw(this.deps.db, letter, reason);
      else await recordFailed(this.deps.db, letter, { hard: false, reason });
    }
  }
}
