/** Exports with unmasked personal data: results for the client's system, access codes, the statement with numbers. */
export const EXPORTS = ['results', 'codes', 'statement'] as const;
export type Export = (typeof EXPORTS)[number];
