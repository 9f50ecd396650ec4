/** What can be verified of a campaign, in the order in which it is done. */
export const VERIFIED_PARTS = ['ledger', 'rows', 'decisions', 'completeness'] as const;
export type VerifiedPart = (typeof VERIFIED_PARTS)[number];

/** `failed`: it could not be made, which says nothing about what was to be verified. */
export type VerificationStatus = 'waiting' | 'running' | 'done' | 'failed';

/** What each part found; a part that was not asked for, or is not done yet, is absent. At most FAULTS_KEPT are named. */
export interface VerificationResult {
  ledger?: {
    ok: boolean;
    chains: {
      chain: string;
      entries: number;
      ok: boolean;
      /** The recomputed last hash, hex. */
      head: string;
      firstBad?: { seq: number; why: string };
    }[];
  };
  rows?: {
    ok: boolean;
    journeys: number;
    amiss: number;
    unproved: number;
    faults: { table: string; row: string; field?: string; why: string }[];
  };
  decisions?: { ok: boolean; made: number; amiss: number; differing: { seq: number; journey: number }[] };
  completeness?: {
    ok: boolean;
    /** A campaign that runs may have contracts without an outcome. */
    ended: boolean;
    contracts: number;
    open: number;
    unexpected: number;
    journeysAmiss: number;
    amiss: number;
    contradicted: number[];
    /** The signed statement and its supplements. */
    statements: { no: number; lines: number; faults: { why: string; contract?: number }[] }[];
  };
}

/** Faults of a part that are kept by name; all are counted. */
export const FAULTS_KEPT = 200;

/** Whether every part that was made matches. */
export const matchesAll = (result: VerificationResult): boolean => Object.values(result).every(({ ok }) => ok);
