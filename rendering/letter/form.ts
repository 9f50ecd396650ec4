import { type CampaignDoc, type Language, type Text } from '../../domain/campaigns/campaign';
import { type Area, FORM } from '../../domain/returns/form-layout';
import { type FormRules, rulesOfForm } from '../../domain/returns/form-rules';
import { type Draw, type PieceContent } from './content';
import { leading, linesFor, type TextStyle } from './sheet';
import { letterText } from '../../domain/texts/letter';
import { formatDay, formatInstant } from './dates';
import { accountFields, type Act, hankoBox } from './form-fields';
import { replyPanel } from './reply-panel';

const LEFT = 15;
const RIGHT = 195;
const TEXT: TextStyle = { points: 11, line: 5.6 };
const SMALL: TextStyle = { points: 10.5, line: 5.2 };
const LABEL: TextStyle = { points: 12, weight: 'bold' };

/**
 * Draws the return form of a piece: a fixed number of contracts per page, date and signature on the last page. Throws
 * GlyphMissing.
 */
export function formPages(content: PieceContent): Draw[] {
  const rules = rulesOfForm(docsOf(content));
  const count = FORM.pages(content.contracts.length, rules.account !== 'none');
  return Array.from({ length: count }, (_, page): Draw => {
    const last = page === count - 1;
    const numbered = content.contracts.map((contract, index) => ({ contract, index }));
    const own = numbered.filter(({ index }) => FORM.boxes(index).page === page);
    const acts = [head(content), ...own.map(({ contract, index }) => contractBlock(content, contract, index))];
    if (last) acts.push(...accountFields(rules, content.addressee.language));
    acts.push(last ? foot(content, rules) : continued(content));
    return (sheet) => acts.forEach((act) => act(sheet));
  });
}

function head(content: PieceContent): Act {
  const { code } = content;
  const { language } = content.addressee;
  const width = FORM.qr.x - LEFT - 6;
  const service = docsOf(content).flatMap((doc) => linesFor(serviceOf(doc, language), width, TEXT));
  const how = linesFor(letterText('how', language), width, SMALL);
  return (sheet) => {
    sheet.line(letterText('title', language), LEFT, 13, { points: 20, weight: 'bold' });
    const y = sheet.lines(service, LEFT, 25, TEXT);
    sheet.lines(how, LEFT, y + 2, SMALL);
    sheet.qr(code, FORM.qr.x, FORM.qr.y, FORM.qr.size, 'Q'); // stamps and pens go over it
    sheet.line(code, FORM.code.x + FORM.code.width, FORM.code.y + 1, { points: 13, weight: 'bold', align: 'right' });
  };
}

/** The campaigns of the piece without duplicates; nearly always one. */
const docsOf = ({ letters }: PieceContent): CampaignDoc[] => [...new Set(letters.map(({ doc }) => doc))];

const serviceOf = (doc: CampaignDoc, language: Language): string => inOwn(doc.service, language) || doc.name;

/** A text in the customer's language; one that has no English is Japanese. */
const inOwn = (text: Text | undefined, language: Language): string => text?.[language] || (text?.ja ?? '');

function contractBlock(content: PieceContent, contract: PieceContent['contracts'][number], index: number): Act {
  const area = FORM.block(index);
  const { migrate, cancel } = FORM.boxes(index);
  const { language } = content.addressee;
  const title = [
    letterText('contract', language, String(index + 1)),
    letterText('ending', language, contract.number.slice(-4)),
    contract.product ?? '',
    docsOf(content).length > 1 ? serviceOf(contract.doc, language) : '',
  ];
  const name = linesFor(title.filter(Boolean).join('　'), area.width - 8, LABEL)[0]!;
  const labels = [
    { box: migrate, lines: labelLines(contract.doc, language, 'migrate') },
    { box: cancel, lines: labelLines(contract.doc, language, 'cancel') },
  ];
  return (sheet) => {
    sheet.frame({ ...area, height: area.height - 1 });
    sheet.line(name, area.x + 4, area.y + 2.6, LABEL);
    for (const { box, lines } of labels) {
      sheet.frame({ ...box, width: box.size, height: box.size }, { line: 0.6 });
      const style = { ...lines.style, weight: 'regular' as const };
      const top = box.y + box.size / 2 - (lines.text.length * style.line!) / 2;
      sheet.lines(lines.text, box.x + box.size + 3, top, style);
    }
  };
}

/** The label of a box, in the largest font size at which it takes at most two lines. */
function labelLines({ choices }: CampaignDoc, language: Language, id: 'migrate' | 'cancel') {
  const label = inOwn(choices.find((choice) => choice.id === id)?.label, language);
  for (const points of [13, 12, 11, 10.5]) {
    const style: TextStyle = { points, line: leading(points, 1.25) };
    const text = linesFor(label, 72, style);
    if (text.length <= 2) return { style, text };
  }
  const style: TextStyle = { points: 9.5, line: leading(9.5, 1.15) };
  return { style, text: linesFor(label, 72, style) };
}

function foot(content: PieceContent, rules: FormRules): Act {
  const docs = docsOf(content);
  const doc = docs[0]!;
  const { language } = content.addressee;
  const stamped = rules.hanko === 'required';
  const leftOfHanko = (area: Area): Area => (stamped ? { ...area, width: FORM.hanko.x - 3 - area.x } : area);
  const signature = content.addressee.kind === 'company' ? 'companySignature' : 'signature';
  const rows = [
    { area: FORM.date, key: 'date' as const },
    { area: leftOfHanko(FORM.signature), key: signature } as const,
    { area: leftOfHanko(FORM.phone), key: 'daytime' as const },
  ].map(({ area, key }) => ({
    area,
    label: linesFor(letterText(key, language), area.x - LEFT - 2, SMALL),
  }));
  const until = docs.map((own) => {
    const { applyBy, applyByRule } = own.dates;
    const day = letterText(applyByRule, language, formatInstant(applyBy, own.zone, language));
    return docs.length > 1 ? `${serviceOf(own, language)}: ${day}` : day;
  });
  const to = doc.post?.returnTo.ja ?? ''; // as on envelopes in Japan
  const returnTo = linesFor(to === '' ? `${doc.sender.address} ${doc.sender.name.ja}` : to, RIGHT - LEFT, TEXT);
  const approved = doc.post?.reply;
  const reply = approved && content.day <= approved.until ? approved : undefined; // over: a stamp is needed
  const panel = reply?.as === 'panel' ? replyPanel(reply, doc.post!, { language, due: until.join(' ') }) : undefined;
  const free = reply && !panel ? letterText('replyEnvelope', language, formatDay(reply.until, language)) : '';
  const enclosed = linesFor(free, RIGHT - LEFT - 30, SMALL);
  return (sheet) => {
    for (const { area, label } of rows) {
      sheet.frame(area);
      sheet.lines(label, LEFT, area.y + (area.height - label.length * SMALL.line!) / 2, SMALL);
    }
    if (stamped) hankoBox(sheet, language);
    const middle = FORM.date.x + FORM.date.width / 2;
    sheet.line(letterText('dateInside', language), middle + 12, FORM.date.y + 3.4, { points: 12, align: 'center' });
    if (panel) return panel(sheet);
    sheet.rule(LEFT, 253, RIGHT, 253);
    sheet.line(letterText('returnTo', language), LEFT, 256, { ...TEXT, weight: 'bold' });
    sheet.lines(enclosed, LEFT + 30, 256, SMALL);
    const y = sheet.lines(returnTo, LEFT, 262.5, TEXT);
    sheet.lines(until, LEFT, y + 1.5, { ...LABEL, line: 6 });
  };
}

const continued =
  (content: PieceContent): Act =>
  (sheet) =>
    sheet.line(letterText('next', content.addressee.language), RIGHT, 214, { ...TEXT, align: 'right' });
