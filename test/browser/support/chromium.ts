import { CHROMIUM } from '../../../sandbox/visitor/browser';

/** Tests with a browser; skipped, and said so, on a machine where none is installed. See `bin/browser.mjs`. */
export const describeBrowser = CHROMIUM === undefined ? describe.skip : describe;
