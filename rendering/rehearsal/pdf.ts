import { type Language } from '../../domain/campaigns/campaign';
import { PAPER, Paper, type PageFrame, printable } from '../statement/paper';
import { writeAssumptions } from './assumptions';
import { writeCosts } from './costs';
import { writeCurve } from './curve';
import { writeHead } from './head';
import { writeJourneys } from './journeys';
import { writeLoads } from './loads';
import { writeOutcomes } from './outcomes';
import { type RehearsalPaper, Wording } from './wording';

export { type RehearsalPaper } from './wording';

/**
 * A rehearsal's result as a client's committee reads it: key figures, the completion curve with its range, loads against
 * capacity, outcomes, the sum of the cost, the strangest journeys, and every assumption with its source. A4 across; the
 * same paper gives the same bytes. Characters that no font has are printed as 〓.
 */
export async function rehearsalPdf(paper: RehearsalPaper, language: Language): Promise<Buffer> {
  const wording = new Wording(paper, language);
  const counted = new Paper(frameOf(wording, 0));
  write(counted, wording);
  const { name } = paper.campaign;
  const document = { title: `${wording.word('title')} ${name}`, at: paper.rehearsedAt };
  const drawn = new Paper(frameOf(wording, counted.pages), document);
  write(drawn, wording);
  const chunks: Buffer[] = [];
  for await (const chunk of drawn.end()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function write(paper: Paper, wording: Wording): void {
  writeHead(paper, wording);
  writeCurve(paper, wording);
  writeLoads(paper, wording);
  writeOutcomes(paper, wording);
  writeCosts(paper, wording);
  writeJourneys(paper, wording);
  writeAssumptions(paper, wording);
}

function frameOf(wording: Wording, pages: number): PageFrame {
  const { name, version, contentHash } = wording.paper.campaign;
  const left = printable(wording.word('footer', { name, version, hash: contentHash.slice(0, 16) }));
  return {
    header: () => null,
    footer: (sheet, no) => {
      sheet.rule(PAPER.left, PAPER.footer - 2, PAPER.right, PAPER.footer - 2, { grey: 0.6 });
      sheet.line(left, PAPER.left, PAPER.footer, { points: 7.5 });
      sheet.line(wording.word('page', { no, of: pages }), PAPER.right, PAPER.footer, { points: 7.5, align: 'right' });
    },
  };
}
