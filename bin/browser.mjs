// What the tests with a browser need: Chromium, and fonts with Japanese glyphs. Installed where apt can; elsewhere this
// says what to install, and those tests are skipped.
import { existsSync } from 'node:fs';
import { hasApt, installPackages } from './apt.mjs';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const PACKAGES = ['chromium', 'fonts-noto-cjk', 'poppler-utils'];
const say = (line) => process.stderr.write(`${line}\n`);

const hasBrowser = () => PLACES.some((place) => place !== undefined && existsSync(place));

/** Makes a browser available if that is possible without asking; true if there is one. */
export function provideBrowser() {
  if (hasBrowser()) return true;
  if (hasApt()) {
    say('Chromium と日本語フォントを入れます（初回のみ、数分） / Installing Chromium and fonts (once, some minutes)');
    if (installPackages(PACKAGES)) return hasBrowser();
  }
  say(`画面の試験は飛ばします。${PACKAGES.join('・')} を入れると実行されます。`);
  say(`Tests with a browser are skipped; install ${PACKAGES.join(', ')} to run them, or name the browser in CHROMIUM.`);
  return false;
}
