import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { FORM } from '../../../domain/returns/form-layout';
import { authorityParts } from '../../../domain/texts/authority/letters';
import { fill } from '../../../domain/texts/catalogue';
import { letterText } from '../../../domain/texts/letter';
import { type ProofSheet } from '../../authority';
import { type Draw, type PieceContent } from '../content';
import { formatDay } from '../dates';
import { replyPanel } from '../reply-panel';
import { linesFor, type TextStyle } from '../sheet';

const LEFT = 15;
const RIGHT = 195;
const BOX = 7;
const TEXT: TextStyle = { points: 11, line: 5.6 };
const SMALL: TextStyle = { points: 10.5, line: 5.2 };
const STRONG: TextStyle = { points: 12, weight: 'bold', line: 6 };

/**
 * The sheet that comes back on top of the documents (書類送付票): the envelope's code where the desk reads it on forms, what
 * is enclosed to be ticked, a telephone number, and where to send it. It names no person and no contract. Throws
 * GlyphMissing.
 */
export function coverSheet(content: PieceContent, proof: ProofSheet, doc: CampaignDoc): Draw {
  const { code } = content;
  const language = 'ja';
  const part = (key: keyof typeof authorityParts, values: Record<string, string> = {}) =>
    fill(authorityParts[key][language], values);
  const width = FORM.qr.x - LEFT - 6;
  const how = linesFor(part('sheetHow'), width, SMALL);
  const rows = proof.documents.map((name) => linesFor(name, RIGHT - LEFT - BOX - 9, TEXT));
  const due = part('sheetDue', { day: formatDay(proof.dueOn, language) });
  const { post, sender } = doc;
  const to = linesFor(post?.returnTo.ja ? post.returnTo.ja : `${sender.address} ${sender.name.ja}`, RIGHT - LEFT, TEXT);
  const reply = post?.reply && content.day <= post.reply.until ? post.reply : undefined; // over: a stamp is needed
  const panel = reply?.as === 'panel' ? replyPanel(reply, post!, { language, due }) : undefined;
  const enclosed =
    reply && !panel
      ? linesFor(letterText('replyEnvelope', language, formatDay(reply.until, language)), 150, SMALL)
      : [];
  return (sheet) => {
    sheet.line(part('sheetTitle'), LEFT, 13, { points: 20, weight: 'bold' });
    sheet.lines(how, LEFT, sheet.lines([part('sheetNumber', { number: proof.number })], LEFT, 26, STRONG) + 3, SMALL);
    sheet.qr(code, FORM.qr.x, FORM.qr.y, FORM.qr.size, 'Q'); // stamps and pens go over it
    sheet.line(code, FORM.code.x + FORM.code.width, FORM.code.y + 1, { points: 13, weight: 'bold', align: 'right' });
    let y = 70;
    for (const lines of rows) {
      const height = Math.max(lines.length * TEXT.line!, BOX) + 7;
      sheet.frame({ x: LEFT, y, width: RIGHT - LEFT, height });
      sheet.frame({ x: LEFT + 4, y: y + (height - BOX) / 2, width: BOX, height: BOX }, { line: 0.6 });
      sheet.lines(lines, LEFT + BOX + 8, y + (height - lines.length * TEXT.line!) / 2 + 0.6, TEXT);
      y += height;
    }
    sheet.frame(FORM.phone);
    sheet.line(part('sheetPhone'), LEFT, FORM.phone.y + 3, SMALL);
    if (panel) return panel(sheet);
    sheet.rule(LEFT, 253, RIGHT, 253);
    sheet.line(letterText('returnTo', language), LEFT, 256, { ...TEXT, weight: 'bold' });
    sheet.lines(enclosed, LEFT + 30, 256, SMALL);
    sheet.lines([due], LEFT, sheet.lines(to, LEFT, 262.5, TEXT) + 1.5, STRONG);
  };
}
