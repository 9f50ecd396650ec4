import { type Area } from '../returns/form-layout';
import { BARCODE_MM } from './barcode';

/** Envelopes with a window: 長形3号 for a sheet folded in three, 角形2号 for a flat one. */
export const ENVELOPES = ['long3', 'kaku2'] as const;
export type Envelope = (typeof ENVELOPES)[number];

/** What an inserting machine reads on each sheet: nothing, bars at its edge (OMR), or a two-dimensional code. */
export const INSERT_MARKS = ['none', 'omr', 'code'] as const;
export type InsertMarks = (typeof INSERT_MARKS)[number];

/** What a print shop's envelopes and machines want of a sheet; mm from the top left of its first page. */
export interface EnvelopeProfile {
  envelope: Envelope;
  /** The window over the sheet as it should lie in the envelope. */
  window: Area;
  /** How far the sheet can slip from there in each direction. */
  slip: { x: number; y: number };
  marks: InsertMarks;
  /** The edge along which the machine reads, and the top of what it reads. */
  marksAt: { edge: 'left' | 'right'; y: number };
  /** Printed on both sides: two pages are a sheet, and an envelope begins a new one. */
  duplex: boolean;
}

/** A4, in mm. */
export const SHEET = { width: 210, height: 297 } as const;

/** Windows as most makers cut them. A print shop's own are set for its lane. */
export const PROFILES: Record<Envelope, EnvelopeProfile> = {
  long3: {
    envelope: 'long3',
    window: { x: 22, y: 12, width: 90, height: 45 },
    slip: { x: 4, y: 2 },
    marks: 'none',
    marksAt: { edge: 'left', y: 120 },
    duplex: false,
  },
  kaku2: {
    envelope: 'kaku2',
    window: { x: 22, y: 22, width: 90, height: 45 },
    slip: { x: 4, y: 2 },
    marks: 'none',
    marksAt: { edge: 'left', y: 120 },
    duplex: false,
  },
};

/** Where a sheet for this envelope is folded; none for a flat one. */
export const foldsOf = ({ envelope }: EnvelopeProfile): number[] => (envelope === 'long3' ? [99, 198] : []);

/** Sheets of an envelope with so many pages. */
export const sheetsOf = (pages: number, duplex: boolean): number => (duplex ? Math.ceil(pages / 2) : pages);

/** Bars of the customer barcode and the gaps between them at 10 points, in mm. */
export const BARCODE_WIDTH = 66 * BARCODE_MM.pitch + BARCODE_MM.bar;
/** Its sizes in points. The manual allows no smaller one. */
const BARCODE_POINTS = { least: 8, usual: 9 } as const;
/** Room for what stands beside the window: the sender. */
const BESIDE = 56;

/**
 * What may be printed in the window: visible and 2 mm clear of its edges wherever the sheet has slipped to (customer
 * barcode manual). `barcode`: its size in points, and the lowest place of its top.
 */
export function addressArea({ window, slip }: EnvelopeProfile): Area & { barcode: { points: number; top: number } } {
  const [x, y] = [slip.x + BARCODE_MM.clear, slip.y + BARCODE_MM.clear];
  const area = {
    x: window.x + x,
    y: window.y + y,
    width: window.width - 2 * x,
    height: window.height - 2 * y,
  };
  const points = Math.min(BARCODE_POINTS.usual, Math.floor((area.width / BARCODE_WIDTH) * 100) / 10);
  return { ...area, barcode: { points, top: area.y + area.height - (BARCODE_MM.long * points) / 10 } };
}

/** Where text may begin below the window, and beside it; nothing of it shows in the window. */
export const besideWindow = ({ window, slip }: EnvelopeProfile): { x: number; y: number } => ({
  x: window.x + window.width + slip.x + 6,
  y: window.y + window.height + slip.y + 6,
});

/** Size of the insert marks in mm, beside the form's frames: bars, or a code with its white margin. */
const MARKS = { width: 11, margin: 3.5, height: { none: 0, omr: 27, code: 11 } } as const;

/** The place of the insert marks on a sheet. */
export const marksArea = ({ marks, marksAt: { edge, y } }: EnvelopeProfile): Area => {
  const x = edge === 'left' ? MARKS.margin : SHEET.width - MARKS.margin - MARKS.width;
  return { x, y, width: MARKS.width, height: MARKS.height[marks] };
};

export const PROFILE_FAULTS = [
  'window_off_sheet',
  'window_below_fold',
  'window_too_small',
  'no_room_beside_window',
  'marks_off_sheet',
  'marks_in_window',
  'marks_on_fold',
] as const;
export type ProfileFault = (typeof PROFILE_FAULTS)[number];

/**
 * Why letters cannot be printed for these envelopes: the address with its barcode must fit in the window, 10 mm from the
 * sheet's edges and above its first fold, and insert marks must be on free paper.
 */
export function profileFaults(profile: EnvelopeProfile): ProfileFault[] {
  const { window, marks } = profile;
  const area = addressArea(profile);
  const folds = foldsOf(profile);
  const read = marksArea(profile);
  const below = window.y + window.height;
  const found: [ProfileFault, boolean][] = [
    ['window_off_sheet', area.x < 10 || area.y < 10 || window.x + window.width > SHEET.width],
    ['window_below_fold', below > (folds[0] ?? SHEET.height / 2)],
    ['window_too_small', area.barcode.points < BARCODE_POINTS.least || area.height < 30],
    ['no_room_beside_window', besideWindow(profile).x > SHEET.width - 20 - BESIDE],
    ['marks_off_sheet', marks !== 'none' && read.y + read.height > SHEET.height - 15],
    ['marks_in_window', marks !== 'none' && read.y < below + 10],
    ['marks_on_fold', marks !== 'none' && folds.some((y) => y > read.y - 3 && y < read.y + read.height + 3)],
  ];
  return found.filter(([, wrong]) => wrong).map(([fault]) => fault);
}
