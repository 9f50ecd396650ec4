import { besideWindow, foldsOf } from '../../domain/print/envelope-profile';
import { addressBlock } from './address-block';
import { type Draw, type PieceContent } from './content';
import { formPages } from './form';
import { insertMarks } from './insert-marks';
import { answerPanel } from './page/answer-panel';
import { headingOf, letterTextOf } from './page/body';
import { coverSheet } from './page/cover-sheet';
import { contactBlock } from './page/contact';
import { type Act, type Block, Flow, PAGE } from './page/flow';
import { headline, senderBlock } from './page/head';
import { keyDatesBoxes } from './page/key-dates';
import { type LetterStyle, styleOf } from './page/style';
import { linesFor } from './sheet';

/** Below the sender of a letter that is not the first in its envelope. */
const UNDER_SENDER = 8;

/** The pages of an envelope: letter by letter, then the form, if it asks about contracts. Throws GlyphMissing. */
export function layoutPiece(content: PieceContent): Draw[] {
  const letters = content.letters.flatMap((letter, index) => letterPages(content, letter, index === 0));
  const sheets = content.letters.flatMap(({ proof, doc }) => (proof ? [coverSheet(content, proof, doc)] : []));
  const pages = [...letters, ...sheets, ...(content.contracts.length > 0 ? formPages(content) : [])];
  if (content.profile.duplex && pages.length % 2 === 1) pages.push(() => undefined);
  return pages.map((draw) => (sheet, page) => {
    draw(sheet, page);
    insertMarks(sheet, content, page);
    sheet.line(content.code, PAGE.left, 287, { points: 9 });
    sheet.line(`${page.no}/${page.of}`, PAGE.right, 287, { points: 9, align: 'right' });
  });
}

/** Space between lines: as one likes to read, and what a letter takes that fits on one page then. */
const TIGHT = [1, 0.94, 0.88, 0.83];

type Letter = PieceContent['letters'][number];

/** Pages of a letter; on one page if that is possible with less space between its lines. */
function letterPages(content: PieceContent, letter: Letter, first: boolean): Draw[] {
  const large = content.addressee.largePrint === true;
  const address = first ? addressBlock(content.addressee, content.profile, content.mark) : undefined;
  const parts = partsOf(content, letter, styleOf(letter, large, 1));
  let usual: Draw[] | undefined;
  for (const tight of large ? [1] : TIGHT) {
    const pages = letterWith(content, letter, { address, parts, style: styleOf(letter, large, tight) });
    if (pages.length === 1) return pages;
    usual ??= pages;
  }
  return usual!;
}

/** A line of a letter's text. */
interface Line {
  text: string;
  heading: boolean;
}

/** What does not depend on the space between lines. Paragraphs are broken into lines. */
interface Parts {
  sender: Block;
  title: Block;
  lead: Line[][];
  steps: string[];
  rest: Line[][];
}

/** The lead, the steps and the rest of the text; all of the text is lead where nothing is asked. */
function partsOf(content: PieceContent, letter: Letter, style: LetterStyle): Parts {
  const { link, asks, written } = letter;
  const { x } = besideWindow(content.profile);
  // the panel shows the page's address
  const lines = written.body.split('\n').filter((line) => link === '' || line.trim() !== link);
  const body = lines.join('\n');
  const { lead, steps, rest } = asks ? letterTextOf(body) : { lead: body.split(/\n{2,}/), steps: [], rest: [] };
  return {
    sender: senderBlock(content, letter, { x, language: style.language }),
    title: headline(written.subject, style),
    lead: lead.map((text) => brokenInto(text, style)),
    steps,
    rest: rest.map((text) => brokenInto(text, style)),
  };
}

const brokenInto = (paragraph: string, { body, section }: LetterStyle): Line[] =>
  paragraph.split('\n').flatMap((line) => {
    const heading = headingOf(line);
    const broken = linesFor(heading ?? line, PAGE.width, heading === undefined ? body : section);
    return broken.map((text) => ({ text, heading: heading !== undefined }));
  });

function letterWith(
  content: PieceContent,
  letter: Letter,
  { address, parts, style }: { address: Act | undefined; parts: Parts; style: LetterStyle },
): Draw[] {
  const { profile, code } = content;
  const { sender, title } = parts;
  const flow = new Flow();
  if (address) {
    flow.draw(address);
    flow.draw(drawFolds(foldsOf(profile)));
  }
  const top = address ? Math.min(profile.window.y, 14) : PAGE.top;
  flow.draw((sheet) => sender.draw(sheet, top));
  flow.y = address ? Math.max(besideWindow(profile).y, top + sender.height + 4) : top + sender.height + UNDER_SENDER;
  flow.place(title);
  writeText(flow, letter, parts, style);
  flow.gap(3);
  flow.placeAtFoot(contactBlock(code, letter, style));
  return flow.pages.map((acts) => (sheet, page) => acts.forEach((act) => act(sheet, page)));
}

/** The lead, the dates and the way to answer, then the rest of the text. */
function writeText(flow: Flow, letter: Letter, { lead, steps, rest }: Parts, style: LetterStyle): void {
  paragraphs(flow, lead, style);
  if (letter.asks) {
    for (const box of keyDatesBoxes(letter.doc, style)) {
      flow.gap(3.5 * style.tight);
      flow.place(box);
    }
  }
  if (letter.proof) return;
  flow.gap(4 * style.tight);
  flow.place(answerPanel(letter, steps, style));
  if (rest.length > 0) flow.gap(4 * style.tight);
  paragraphs(flow, rest, style);
}

/** Paragraphs with space between them. A short one stays on one page, and a heading with its text. */
function paragraphs(flow: Flow, broken: Line[][], { body, section }: LetterStyle): void {
  broken.forEach((lines, index) => {
    if (index > 0) flow.gap(body.line! * 0.5);
    const short = lines.length <= 6 ? lines : lines.slice(0, 2);
    flow.keep(short.reduce((sum, { heading }) => sum + (heading ? section : body).line!, 0));
    for (const { text, heading } of lines) flow.line(text, heading ? section : body);
  });
}

const drawFolds =
  (folds: number[]): Act =>
  (sheet) =>
    folds.forEach((y) => sheet.rule(4, y, 8, y, { grey: 0.5 }));
