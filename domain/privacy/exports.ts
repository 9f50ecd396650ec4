/** Exports with unmasked personal data: results for the client's system, access codes, the statement with numbers,
 * and new addresses and bank accounts that customers wrote on paper. */
export const EXPORTS = ['results', 'codes', 'statement', 'addresses', 'accounts'] as const;
export type Export = (typeof EXPORTS)[number];
