import { type PaperLine } from '../../../db/returns/mail-room/paper-record';
import { localDate } from '../../../domain/campaigns/calendar';
import { CSV_BOM, csvLine } from '../../../domain/exchange/csv';
import { returnKindTexts, returnStatusTexts } from '../../../domain/texts/names/desks';
import { boxEndTexts, enclosureTexts, endingTexts } from '../../../domain/texts/names/mail-room';
import { DESK_ZONE } from '../desk-zone';

const HEAD = ['受付番号', '受付日', '紙', '点数', '判定', '箱番号', '保存期限', '扱い', '番号', '日付', '2人目の確認'];

/** The head of the record of paper (紙の記録), which is a document of the closing: in Japanese, like the others. */
export const PAPER_HEAD = CSV_BOM + csvLine(HEAD);

const dayOf = (at: number | null): string => (at === null ? '' : localDate(at, DESK_ZONE));
const seen = (witnessed: boolean): string => (witnessed ? '済' : '');

/** The lines of one return: the paper itself, its original where it went back, and each enclosure. */
export function paperLines(paper: PaperLine): string {
  const { receipt, receivedOn, original } = paper;
  const verdict = returnStatusTexts[paper.status].ja;
  const end = paper.endedAs ? boxEndTexts[paper.endedAs].ja : original ? '' : paper.box ? '保管中' : '机上';
  const first = [
    receipt,
    receivedOn,
    returnKindTexts[paper.kind].ja,
    1,
    verdict,
    paper.box ?? '',
    paper.keepUntil ?? '',
  ];
  const own = original
    ? [...first, '原本を不備の手紙に同封して返却', original.code, dayOf(original.at), seen(original.witnessed)]
    : [...first, end, paper.certificate ?? '', dayOf(paper.endedAt), seen(paper.witnessed)];
  const enclosed = paper.enclosures.map(({ what, pieces, ending, number, endedAt, deliveredOn }) => [
    ...[receipt, receivedOn, enclosureTexts[what].ja, pieces, '', ending === 'kept' ? number : '', ''],
    ...[
      ending ? endingTexts[ending].ja : '扱い未定',
      ending === 'kept' ? '' : number,
      deliveredOn ?? dayOf(endedAt),
      '',
    ],
  ]);
  return [own, ...enclosed].map((line) => csvLine(line.map((cell) => String(cell ?? '')))).join('');
}
