import { type Language } from '../../domain/campaigns/campaign';
import { BARCODE_MM } from '../../domain/print/barcode';
import {
  addressArea,
  BARCODE_WIDTH,
  type EnvelopeProfile,
  foldsOf,
  marksArea,
  SHEET,
} from '../../domain/print/envelope-profile';
import { type Area } from '../../domain/returns/form-layout';
import { letterText } from '../../domain/texts/letter';
import { addressBlock } from './address-block';
import { insertMarks } from './insert-marks';
import { pdfOfPages } from './print-file';
import { linesFor, type Sheet, type TextStyle } from './sheet';

const CODE = '0'.repeat(12);
const SAMPLE = {
  name: '見本　花子',
  kind: 'person',
  language: 'ja',
  postalCode: '100-0005',
  address: '東京都千代田区丸の内1-2-3 見本マンション 101号室',
} as const;
const TEXT: TextStyle = { points: 10, line: 5.4 };
const SMALL: TextStyle = { points: 7, line: 3.4 };
const BOLD: TextStyle = { points: 15, weight: 'bold' };
/** Where the instructions begin, right of the marks and below the window. */
const LEFT = 30;
const MEASURE = 100;

/**
 * A sheet by which a print shop checks its envelopes and machines: rulers, window with the room for the address, folds, a
 * sample address with barcode, a QR code and the insert marks, all in millimetres and in their real size.
 */
export function drawTestSheet(sheet: Sheet, profile: EnvelopeProfile, language: Language): void {
  rulers(sheet, profile);
  const { window } = profile;
  const area = addressArea(profile);
  addressBlock(SAMPLE, profile)(sheet);
  outline(sheet, window, letterText('testWindow', language, sizeOf(window)));
  sheet.frame({ ...area, height: barcodeFoot(profile) - area.y }, { line: 0.2, dash: 0.6, colour: '#666666' });
  foldsOf(profile).forEach((y) => {
    sheet.rule(0, y, SHEET.width, y, { grey: 0.5, dash: 2 });
    sheet.line(letterText('testFold', language, `${y} mm`), SHEET.width - 22, y - 4, { ...SMALL, align: 'right' });
  });
  insertMarks(sheet, { code: CODE, profile }, { no: 1, of: 2 });
  if (profile.marks !== 'none') outline(sheet, marksArea(profile), '');
  instructions(sheet, profile, language);
}

const barcodeFoot = (profile: EnvelopeProfile): number => {
  const { barcode } = addressArea(profile);
  return barcode.top + (BARCODE_MM.long * barcode.points) / 10;
};
const sizeOf = ({ x, y, width, height }: Area): string => `x ${x}, y ${y}, ${width} × ${height} mm`;

function outline(sheet: Sheet, area: Area, label: string): void {
  sheet.frame(area, { line: 0.3, colour: '#c00000' });
  if (label !== '') sheet.line(label, area.x, area.y - 4, { ...SMALL, colour: '#c00000' });
}

/** Millimetres along the upper and the left edge, numbered every ten; printers leave some of the edge white. */
function rulers(sheet: Sheet, profile: EnvelopeProfile): void {
  const read = marksArea(profile);
  for (let mm = 0; mm <= SHEET.height; mm++) {
    const length = mm % 10 === 0 ? 5 : mm % 5 === 0 ? 3.5 : 2;
    const line = { width: mm % 10 === 0 ? 0.25 : 0.12 };
    const clear = profile.marksAt.edge === 'right' || mm < read.y - 2 || mm > read.y + read.height + 2;
    sheet.rule(0, mm, clear ? length : Math.min(2, length), mm, line);
    if (mm <= SHEET.width) sheet.rule(mm, 0, mm, length, line);
    if (mm % 10 !== 0 || mm === 0) continue;
    if (clear) sheet.line(String(mm), 5.4, mm - 1.3, SMALL);
    if (mm < SHEET.width) sheet.line(String(mm), mm, 5.4, { ...SMALL, align: 'center' });
  }
}

function instructions(sheet: Sheet, profile: EnvelopeProfile, language: Language): void {
  const { barcode } = addressArea(profile);
  const width = (BARCODE_WIDTH * barcode.points) / 10;
  const top = Math.max(108, profile.window.y + profile.window.height + 20);
  const wide = SHEET.width - LEFT - 20;
  sheet.line(letterText('testTitle', language), LEFT, top, BOLD);
  const steps = (['testScale', 'testFit', 'testClear', 'testRead', 'testSend'] as const).flatMap((key, index) =>
    linesFor(`${index + 1}. ${letterText(key, language)}`, wide, TEXT),
  );
  let y = sheet.lines(steps, LEFT, top + 10, TEXT) + 4;
  sheet.rule(LEFT, y, LEFT + MEASURE, y, { width: 0.4 });
  for (const x of [LEFT, LEFT + MEASURE]) sheet.rule(x, y - 2, x, y + 2, { width: 0.4 });
  sheet.line(letterText('testMeasure', language, `${MEASURE} mm`), LEFT + MEASURE + 3, y - 2, TEXT);
  y += 6;
  const facts = [
    letterText('testSlip', language, `x ±${profile.slip.x}, y ±${profile.slip.y} mm`),
    letterText('testBarcode', language, `${barcode.points} pt, ${width.toFixed(1)} mm`),
    letterText('testMarks', language, `${profile.marks}${profile.duplex ? ', duplex' : ''}`),
  ];
  y = sheet.lines(facts, LEFT, y, TEXT) + 3;
  sheet.qr('https://example.invalid/m/sample-sample-sample-1', LEFT, y, 34);
  sheet.line('https://example.invalid/m/sample-sample-sample-1', LEFT + 37, y + 4, TEXT);
}

/** The test sheet as a PDF in memory. */
export function testSheetPdf(profile: EnvelopeProfile, language: Language): Promise<Buffer> {
  return pdfOfPages([(sheet) => drawTestSheet(sheet, profile, language)]);
}
