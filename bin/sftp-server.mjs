// What the tests against a real SFTP server need: OpenSSH's server and client. Installed where apt can; elsewhere this
// says what to install, and those tests are skipped.
import { existsSync } from 'node:fs';
import { hasApt, installPackages } from './apt.mjs';

const PROGRAMS = ['/usr/sbin/sshd', '/usr/bin/sftp', '/usr/bin/ssh-keygen'];
const PACKAGES = ['openssh-server', 'openssh-client'];
const say = (line) => process.stderr.write(`${line}\n`);

const isThere = () => PROGRAMS.every((program) => existsSync(program));

/** Makes the server's program available if that is possible without asking. It is started by the tests only. */
export function provideSftpServer() {
  if (isThere() || (hasApt() && installPackages(PACKAGES) && isThere())) return;
  say(`SFTPサーバーの試験は飛ばします。${PACKAGES.join('・')} を入れると実行されます。`);
  say(`Tests against an SFTP server are skipped; install ${PACKAGES.join(', ')} to run them.`);
}
