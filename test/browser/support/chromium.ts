import { existsSync } from 'node:fs';

/** Where distributions install it; CHROMIUM names another. */
const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const CHROMIUM = PLACES.find((place) => place !== undefined && existsSync(place));

/** Tests with a browser; skipped, and said so, on a machine where none is installed. See `bin/browser.mjs`. */
export const describeBrowser = CHROMIUM === undefined ? describe.skip : describe;
