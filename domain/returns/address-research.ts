/** Where a person looked for the address of a letter that came back. */
export const RESEARCH_WAYS = ['client_file', 'phone', 'representative', 'post_office', 'residents_register'] as const;
export type ResearchWay = (typeof RESEARCH_WAYS)[number];

/** Why the register of residents (住民票) may be looked up; without a ground it may not. */
export const REGISTER_GROUNDS = ['client_instruction', 'legal_duty'] as const;
export type RegisterGround = (typeof REGISTER_GROUNDS)[number];

/**
 * What came out: the year of forwarding is over (転送期間満了), the letter was of a class that is not forwarded (転送不要),
 * another move, a slip in the client's file, the customer lives there, or nothing.
 */
export const RESEARCH_FOUND = [
  ...(['forwarding_ended', 'not_forwarded', 'moved', 'wrong_in_file', 'at_address', 'nothing'] as const),
] as const;
export type ResearchFound = (typeof RESEARCH_FOUND)[number];

/**
 * `ask_client`: the client is asked; its change of address sends the letter again. `end`: no letter any more, the plan goes
 * on by the other ways.
 */
export const RESEARCH_NEXT = ['ask_client', 'end'] as const;
export type ResearchNext = (typeof RESEARCH_NEXT)[number];

/** Whether the ground fits: the register needs one, nothing else has one. */
export const hasGround = (ways: readonly ResearchWay[], ground: RegisterGround | null): boolean =>
  ways.includes('residents_register') === (ground !== null);
