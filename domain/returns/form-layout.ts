/** A square on the page: top left corner and side, in millimetres from the top left of the sheet. */
export interface Square {
  x: number;
  y: number;
  size: number;
}

/** A rectangle on the page, in millimetres from the top left of the sheet. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Position of the two boxes of a contract. `page` counts the form's own pages from 0. */
export interface ContractBoxes {
  page: number;
  migrate: Square;
  cancel: Square;
}

const PER_PAGE = 6;
const FIRST_BLOCK = 70;
const BLOCK = 22.5;
const BOX = 9;

/** The frame of a contract on its form page. `index` counts the piece's contracts from 0. */
function block(index: number): Area {
  return { x: 15, y: FIRST_BLOCK + (index % PER_PAGE) * BLOCK, width: 180, height: BLOCK };
}

/** The two boxes of a contract. `index` counts the piece's contracts from 0. */
function boxes(index: number): ContractBoxes {
  const y = block(index).y + 11;
  return {
    page: Math.floor(index / PER_PAGE),
    migrate: { x: 20, y, size: BOX },
    cancel: { x: 108, y, size: BOX },
  };
}

/** Number of form pages for so many contracts; at least one. */
function pages(contracts: number): number {
  return Math.max(1, Math.ceil(contracts / PER_PAGE));
}

/**
 * The return form on A4 portrait. The desk, the print and the simulated customers share these positions, so they change
 * only with a new form version. Every page has the code; date, signature and telephone are on the last page only.
 */
export const FORM = {
  page: { width: 210, height: 297 },
  contractsPerPage: PER_PAGE,
  block,
  boxes,
  pages,
  /** QR code with exactly the piece code, including a margin of four white cells. */
  qr: { x: 157, y: 12, size: 38 } satisfies Square,
  /** The piece code in letters, below the QR code. */
  code: { x: 145, y: 50, width: 50, height: 7 } satisfies Area,
  date: { x: 60, y: 209, width: 135, height: 11 } satisfies Area,
  signature: { x: 60, y: 222, width: 135, height: 14 } satisfies Area,
  phone: { x: 60, y: 238, width: 135, height: 11 } satisfies Area,
} as const;
