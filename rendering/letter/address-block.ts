import { getAddress, normalizePostalCode } from 'yubin';
import { type CustomerBarcode, customerBarcode } from '../../domain/print/barcode';
import { addressArea, type EnvelopeProfile, PROFILES } from '../../domain/print/envelope-profile';
import { actingFor } from '../../domain/texts/consents';
import { overseasLines } from '../../domain/audience/overseas';
import { composed } from '../../domain/print/letter-characters';
import { nameUnits, setLines } from './address-lines';
import { addressUnits, GOOD, overseasUnits, type Unit } from './address-units';
import { type PieceContent } from './content';
import { linesFor, PT, type Sheet, type TextStyle, textWidth } from './sheet';

type Addressee = PieceContent['addressee'];

/** Font sizes from the largest; below the last the post cannot read an address. */
const SIZES = [11.5, 10.5, 9.5, 8.5, 7.5, 6.5];

/** The mark of class and options. */
const MARK: TextStyle = { points: 9.5, weight: 'bold' };
const MARK_HEIGHT = 5;

/**
 * Draws postal code, address as given, name with its title, and the barcode below; abroad the name first, the country
 * last, and no barcode. `mark`: the postal class, framed, beside the postal code; abroad in the barcode's place. Throws
 * GlyphMissing.
 */
export function addressBlock(addressee: Addressee, profile: EnvelopeProfile, mark?: string): (sheet: Sheet) => void {
  const { style, lines, name, nameStyle } = fitted(addressee, { profile, marked: mark !== undefined });
  const area = addressArea(profile);
  const { x, y: top, barcode } = area;
  const right = x + area.width;
  if (overseasLines(addressee.address ?? '')) {
    return (sheet) => {
      sheet.lines(lines, x, sheet.lines(name, x, top, nameStyle) + 1, style);
      if (mark !== undefined) drawMark(sheet, mark, { right, y: barcode.top });
    };
  }
  const code = barcodeOf(addressee);
  return (sheet) => {
    if (mark !== undefined) drawMark(sheet, mark, { right, y: top - 0.6 });
    const y = sheet.lines(name, x, sheet.lines(lines, x, top, style) + 1, nameStyle);
    if (code) sheet.barcode(code, x, Math.min(y + 3, barcode.top), barcode.points);
  };
}

function drawMark(sheet: Sheet, mark: string, { right, y }: { right: number; y: number }): void {
  const width = textWidth(mark, MARK) + 3;
  const x = right - width;
  sheet.frame({ x, y, width, height: MARK_HEIGHT }, { line: 0.4 });
  sheet.line(mark, x + 1.5, y + 0.8, MARK);
}

interface Fitted {
  style: TextStyle;
  lines: string[];
  nameStyle: TextStyle;
  name: string[];
}

/**
 * The lines of an envelope at the largest font size at which they fit above the barcode without tearing the name of a
 * building or person; where none does, at the largest at which no number is torn. `marked`: the first line is kept free
 * for the mark beside the postal code. Throws GlyphMissing.
 */
export function fitted(
  addressee: Addressee,
  { profile = PROFILES.long3, marked = false }: { profile?: EnvelopeProfile; marked?: boolean } = {},
): Fitted {
  const { width, y, barcode } = addressArea(profile);
  const address = composed(addressee.address ?? '');
  const abroad = overseasLines(address);
  const units = abroad ? overseasUnits(abroad.text) : addressUnits(address, addressee.postalCode);
  const code = abroad ? [] : postalLine(addressee.postalCode);
  const first = code.length === 0 && marked && !abroad ? [''] : code;
  const names = namesOf(addressee).map((line) => nameUnits(composed(line)));
  let untorn: Fitted | undefined;
  let last: Fitted | undefined;
  for (const points of SIZES) {
    const one = set({ units, names, first, last: abroad ? [abroad.country] : [], points, width });
    last = one;
    if (one.height > barcode.top - 2 - y) continue;
    if (one.worst <= GOOD) return one;
    if (one.worst < Infinity) untorn ??= one;
  }
  return untorn ?? last!;
}

function postalLine(postalCode: string | undefined): string[] {
  const digits = postalCode ? normalizePostalCode(postalCode) : null;
  return digits ? [`〒${digits.slice(0, 3)}-${digits.slice(3)}`] : postalCode ? [`〒${postalCode}`] : [];
}

interface Parts {
  units: Unit[];
  names: Unit[][];
  /** Lines above and below the address. */
  first: string[];
  last: string[];
  points: number;
  /** In mm. */
  width: number;
}

/** Sets the lines in one font size, the names in their own; `worst` is the highest cost of a line break. */
function set({ units, names, first, last, points, width }: Parts) {
  const style: TextStyle = { points, line: points * 0.47 };
  const address = setLines(units, ems(width, points), 'regular');
  const own = nameAt(names, points + 1.5, width);
  // a part that is wider than a line: only a number of more than thirty digits is
  const lines = [...first, ...(address?.lines ?? linesFor(textOf(units), width, style)), ...last];
  const height = lines.length * style.line! + 1 + own.name.length * own.nameStyle.line!;
  return { style, lines, ...own, height, worst: Math.max(address?.worst ?? Infinity, own.worst) };
}

/** Names in a size up to `points` at which none is torn; a long name never makes its address small. */
function nameAt(names: Unit[][], points: number, width: number) {
  const inSize = (size: number) => {
    const nameStyle: TextStyle = { points: size, weight: 'bold', line: size * 0.5 };
    const parts = names.map((own) => setLines(own, ems(width, size), 'bold'));
    const name = names.flatMap((own, index) => parts[index]?.lines ?? linesFor(textOf(own), width, nameStyle));
    return { nameStyle, name, worst: Math.max(...parts.map((part) => part?.worst ?? Infinity)) };
  };
  const largest = inSize(points);
  if (largest.worst <= GOOD) return largest;
  for (const size of SIZES.filter((one) => one <= points)) {
    const smaller = inSize(size);
    if (smaller.worst <= GOOD) return smaller;
  }
  return largest;
}

const textOf = (units: Unit[]): string => units.map(({ text }) => text).join('');
const ems = (width: number, points: number): number => (width * PT) / points;

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
