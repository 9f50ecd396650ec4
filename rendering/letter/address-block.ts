import { getAddress, normalizePostalCode } from 'yubin';
import { type CustomerBarcode, customerBarcode } from '../../domain/print/barcode';
import { type Area } from '../../domain/returns/form-layout';
import { actingFor } from '../../domain/texts/consents';
import { type PieceContent } from './content';
import { linesFor, type Sheet, type TextStyle } from './sheet';

type Addressee = PieceContent['addressee'];

/** The window of a 長形3号 envelope over the sheet folded in three, in mm. Envelopes of other makers differ. */
export const WINDOW: Area = { x: 22, y: 12, width: 90, height: 45 };

const LEFT = WINDOW.x + 6;
const WIDTH = WINDOW.width - 12;
const TOP = WINDOW.y + 4;
const BARCODE = 9;
/** Lowest position of the barcode that is clear of the window's edge. */
const BARCODE_TOP = WINDOW.y + 37;
/** The largest font size at which address and name fit above the barcode. */
const SIZES = [11.5, 10.5, 9.5, 8.5, 7.5, 6.5];

/** Draws postal code, address as given, name with its title, and the barcode below. Throws GlyphMissing. */
export function addressBlock(addressee: Addressee): (sheet: Sheet) => void {
  const { style, lines, name } = fitted(addressee);
  const nameStyle: TextStyle = { points: style.points + 1.5, weight: 'bold', line: style.line! * 1.2 };
  const code = barcodeOf(addressee);
  return (sheet) => {
    const y = sheet.lines(name, LEFT, sheet.lines(lines, LEFT, TOP, style) + 1, nameStyle);
    if (code) sheet.barcode(code, LEFT, Math.min(y + 3, BARCODE_TOP), BARCODE);
  };
}

function fitted(addressee: Addressee) {
  const { postalCode, address = '' } = addressee;
  for (const points of SIZES) {
    const style: TextStyle = { points, line: points * 0.47 };
    const digits = postalCode ? normalizePostalCode(postalCode) : null;
    const first = digits ? `〒${digits.slice(0, 3)}-${digits.slice(3)}` : postalCode ? `〒${postalCode}` : '';
    const lines = [...(first ? [first] : []), ...linesFor(address, WIDTH, style)];
    const nameStyle: TextStyle = { points: points + 1.5, weight: 'bold' };
    const names = namesOf(addressee).flatMap((line) => linesFor(line, WIDTH, nameStyle));
    const height = lines.length * style.line! + 1 + names.length * style.line! * 1.2;
    if (TOP + height <= BARCODE_TOP - 2 || points === SIZES.at(-1)) return { style, lines, name: names };
  }
  throw new Error('no type size');
}

/** The names on the envelope: the addressee, and whom they act for unless that would reveal a death. */
function namesOf({ name, kind, representative }: Addressee): string[] {
  const acting = representative && actingFor(representative);
  if (!acting) return [titled(name, kind)];
  return [acting.customer, `${acting.role}　${titled(name, kind)}`.trim()];
}

/** 様 for a person, 御中 for a company; no second title for a name that already has one. */
export function titled(name: string, kind: Addressee['kind']): string {
  if (/(様|御中|殿|先生)$/.test(name.trim())) return name.trim();
  return `${name.trim()}　${kind === 'company' ? '御中' : '様'}`;
}

/**
 * The barcode, if the postal code belongs to a town named in the address: the number follows the town, and numerals
 * within the town's name are skipped. Null: print none; also for an office's own postal code.
 */
export function barcodeOf({ postalCode, address }: Addressee): CustomerBarcode | null {
  const found = postalCode && address ? getAddress(postalCode) : null;
  if (!found || found.source !== 'ken_all') return null;
  const town = found.town.replace(/[（(].*$/, '').normalize('NFKC');
  if (town === '' || town.startsWith('以下に掲載がない場合')) return null;
  const plain = address!.normalize('NFKC').replace(/\s+/g, ' ');
  const at = plain.indexOf(town, Math.max(0, plain.indexOf(found.city.normalize('NFKC'))));
  return at < 0 ? null : customerBarcode(found.postalCode, plain.slice(at + town.length));
}
