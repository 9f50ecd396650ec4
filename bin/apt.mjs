// Installs packages where apt can do so without asking.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const quietly = (command, args) =>
  spawnSync(command, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status ===
  0;

/** Whether packages can be installed here without asking. */
export const hasApt = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Installs the packages; false if that failed. */
export function installPackages(packages) {
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  return quietly('apt-get', install) || (quietly('apt-get', ['update']) && quietly('apt-get', install));
}
