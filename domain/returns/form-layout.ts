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

/** Blocks of contracts whose place a bank account takes, the last ones of the last page. */
const ACCOUNT_BLOCKS = 2;

/** Number of form pages for so many contracts, and a bank account where it is asked for; at least one. */
function pages(contracts: number, account = false): number {
  return Math.max(1, Math.ceil((contracts + (account ? ACCOUNT_BLOCKS : 0)) / PER_PAGE));
}

const ACCOUNT = FIRST_BLOCK + (PER_PAGE - ACCOUNT_BLOCKS) * BLOCK;

/**
 * The return form on A4 portrait. The desk, the print and the simulated customers share these positions, so they change
 * only with a new form version. Every page has the code; account, date, signature, hanko and telephone are on the last page only.
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
  /** For a hanko of 18 mm. Where it is asked for, signature and telephone end left of it. */
  hanko: { x: 168, y: 222, width: 27, height: 27 } satisfies Area,
  account: {
    frame: { x: 15, y: ACCOUNT, width: 180, height: ACCOUNT_BLOCKS * BLOCK - 1 } satisfies Area,
    bank: { x: 42, y: ACCOUNT + 9, width: 62, height: 9.5 } satisfies Area,
    branch: { x: 126, y: ACCOUNT + 9, width: 66, height: 9.5 } satisfies Area,
    /** In the order of `ACCOUNT_TYPES`; its name is at the right of each. */
    types: [42, 65, 88].map((x): Square => ({ x, y: ACCOUNT + 22.5, size: 5 })),
    /** One cell for each of the seven digits. */
    number: { x: 126, y: ACCOUNT + 20.5, width: 66, height: 9.5 } satisfies Area,
    holder: { x: 42, y: ACCOUNT + 32, width: 150, height: 9.5 } satisfies Area,
  },
} as const;
