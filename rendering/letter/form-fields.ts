import { accountTypeTexts } from '../../domain/texts/names/mail-room';
import { type Language } from '../../domain/campaigns/campaign';
import { ACCOUNT_TYPES } from '../../domain/returns/bank-account';
import { type Area, FORM } from '../../domain/returns/form-layout';
import { type FormRules } from '../../domain/returns/form-rules';
import { letterText } from '../../domain/texts/letter';
import { type Sheet, type TextStyle, textWidth } from './sheet';

/** Draws one part of a page. */
export type Act = (sheet: Sheet) => void;

const DIGITS = 7;
const TITLE: TextStyle = { points: 12, weight: 'bold' };
const LABEL: TextStyle = { points: 10 };

/** The box for the hanko that is registered with the client. */
export function hankoBox(sheet: Sheet, language: Language): void {
  const { x, y, width } = FORM.hanko;
  sheet.frame(FORM.hanko);
  sheet.line(letterText('hanko', language), x + width / 2, y + 1.2, { points: 9, align: 'center' });
}

/** The fields for a bank account, where the client asks for one. */
export function accountFields({ account }: FormRules, language: Language): Act[] {
  if (account === 'none') return [];
  const { frame, bank, branch, types, number, holder } = FORM.account;
  const title = letterText(account === 'always' ? 'accountTitle' : 'accountOnCancel', language);
  const labelled: [Area, Parameters<typeof letterText>[0]][] = [
    [bank, 'accountBank'],
    [branch, 'accountBranch'],
    [number, 'accountNumber'],
    [holder, 'accountHolder'],
  ];
  return [
    (sheet) => {
      sheet.frame(frame);
      sheet.line(title, frame.x + 4, frame.y + 2.6, TITLE);
      for (const [area, key] of labelled) {
        sheet.frame(area);
        before(sheet, area, letterText(key, language));
      }
      before(sheet, { ...types[0]!, height: types[0]!.size }, letterText('accountType', language));
      types.forEach((box, index) => {
        sheet.frame({ ...box, width: box.size, height: box.size }, { line: 0.5 });
        const name = accountTypeTexts[ACCOUNT_TYPES[index]!][language];
        sheet.line(name, box.x + box.size + 1.5, box.y + 0.7, { points: language === 'ja' ? 10.5 : 8 });
      });
      for (let digit = 1; digit < DIGITS; digit += 1) {
        const x = number.x + (digit * number.width) / DIGITS;
        sheet.rule(x, number.y, x, number.y + number.height, { grey: 0.5 });
      }
    },
  ];
}

/** A label at the left of a field, on its middle line. */
function before(sheet: Sheet, { x, y, height }: Pick<Area, 'x' | 'y' | 'height'>, label: string): void {
  sheet.line(label, x - 2 - textWidth(label, LABEL), y + height / 2 - 1.8, LABEL);
}
