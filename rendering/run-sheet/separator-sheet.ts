import { type Language } from '../../domain/campaigns/campaign';
import { FORM } from '../../domain/returns/form-layout';
import { SEPARATOR } from '../../domain/returns/stack';
import { separatorTexts } from '../../domain/texts/names/run-sheet';
import { pdfOfPages } from '../letter/print-file';
import { linesFor, type Sheet, type TextStyle } from '../letter/sheet';

const LEFT = 20;
const MEASURE = 170;
const TEXT: TextStyle = { points: 13, line: 8 };
const SIZE = 60;

/**
 * The sheet that goes between the envelopes of a stack. Its code is there twice, so that it is found although one is
 * stamped over, and lies in no place where a form has its own.
 */
export function separatorSheetPdf(language: Language): Promise<Buffer> {
  return pdfOfPages([(sheet) => drawSeparator(sheet, language)]);
}

function drawSeparator(sheet: Sheet, language: Language): void {
  const { width, height } = FORM.page;
  sheet.frame({ x: 8, y: 8, width: width - 16, height: height - 16 }, { line: 2, colour: '#000000' });
  sheet.line(separatorTexts.title[language], LEFT, 26, { points: 30, weight: 'bold' });
  sheet.lines(linesFor(separatorTexts.use[language], MEASURE, TEXT), LEFT, 48, TEXT);
  sheet.qr(SEPARATOR, (width - SIZE) / 2, 110, SIZE, 'Q');
  sheet.qr(SEPARATOR, (width - SIZE) / 2, 200, SIZE, 'Q');
}
