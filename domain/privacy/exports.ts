/** Exports with unmasked personal data: results for the client's system, access codes, the statement with numbers,
 * and new addresses that customers wrote on paper. */
export const EXPORTS = ['results', 'codes', 'statement', 'addresses'] as const;
export type Export = (typeof EXPORTS)[number];
