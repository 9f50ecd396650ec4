/** The token that proves an act comes from our own page; in memory only, renewed with each step of the sign-in. */
let token = '';

export const csrfToken = (): string => token;
export const keepCsrfToken = (given: string): void => {
  token = given;
};
