import { type Language, type PostRules } from '../../domain/campaigns/campaign';
import { customerBarcode } from '../../domain/print/barcode';
import { type PrepaidReply } from '../../domain/print/reply';
import { type Area } from '../../domain/returns/form-layout';
import { letterText } from '../../domain/texts/letter';
import { formatDay } from './dates';
import { byWords, linesFor, type Sheet, type TextStyle } from './sheet';

/** The panel to be cut out, and beside it what to do with it; below the fields of the last form page. */
const PANEL: Area = { x: 15, y: 254.5, width: 118, height: 27 };
const MARK: Area = { x: 17, y: 256, width: 21, height: 24 };
const TO = { x: 42, width: 88 };
const HOW = { x: 138, width: 57 };
/** Lines of the mark; the approval's number stands out. */
const TINY: TextStyle = { points: 6, line: 2.6, align: 'center' };
const NUMBER: TextStyle = { points: 10, line: 4.2, weight: 'bold', align: 'center' };
const CODE: TextStyle = { points: 12, weight: 'bold' };
const ADDRESS: TextStyle = { points: 9.5, line: 4.6 };
const BARCODE = 9;
const SMALL: TextStyle = { points: 9, line: 4.6 };

/**
 * The label of a prepaid reply (料金受取人払郵便): the mark with office, number and last day, special postal code, address
 * and its barcode. Throws GlyphMissing.
 */
export function replyPanel(
  reply: PrepaidReply,
  post: PostRules,
  { language, due }: { language: Language; due: string },
): (sheet: Sheet) => void {
  const [year, month, day] = reply.until.split('-').map(Number);
  const mark: [string, TextStyle][] = [
    ['料金受取人払郵便', TINY],
    [`${reply.office}局`, TINY],
    ['承　認', TINY],
    [reply.approval, NUMBER],
    ['差出有効期間', TINY],
    [`${year}年${month}月`, TINY],
    [`${day}日まで`, TINY],
    ['（切手不要）', TINY],
  ];
  const to = byWords(post.returnTo.ja.replace(/^〒?\d{3}-?\d{4}\s*/, ''), TO.width, ADDRESS);
  const barcode = customerBarcode(reply.postalCode, reply.number);
  const how = linesFor(letterText('replyPanel', language, formatDay(reply.until, language)), HOW.width, SMALL);
  const last = linesFor(due, HOW.width, { ...SMALL, weight: 'bold' });
  return (sheet) => {
    sheet.frame(PANEL, { line: 0.3, dash: 1.5 });
    sheet.frame(MARK, { line: 0.3 });
    let at = MARK.y + 0.9;
    for (const [line, style] of mark) at = sheet.lines([line], MARK.x + MARK.width / 2, at, style);
    sheet.line(`〒${reply.postalCode.replace(/^(\d{3})-?/, '$1-')}`, TO.x, MARK.y, CODE);
    const y = sheet.lines(to, TO.x, MARK.y + 6, ADDRESS);
    if (barcode) sheet.barcode(barcode, TO.x, Math.max(y + 2, MARK.y + 18), BARCODE);
    sheet.lines(last, HOW.x, sheet.lines(how, HOW.x, PANEL.y, SMALL) + 1, { ...SMALL, weight: 'bold' });
  };
}
