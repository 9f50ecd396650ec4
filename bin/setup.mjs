// Makes a fresh clone runnable: checks Node, installs the locked dependencies when they are missing or out of date.
// Plain Node without dependencies; says nothing and costs a few milliseconds when there is nothing to do.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Oldest minor versions of the supported lines; `engines` in package.json says the same. */
const SUPPORTED = { 20: 20, 22: 13 };
const WANTED = '20.20+ / 22.13+ / 24+';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules', '.tsunagi-setup');

// stdout belongs to the command that follows (its last line may be read by a script)
const say = (line) => process.stderr.write(`${line}\n`);

function nodeIsSupported() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major >= 24 || minor >= SUPPORTED[major];
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A node_modules that is a link belongs to another folder: installing here would empty it. */
function isLinked() {
  return lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** An `npm ci` done by hand counts: npm leaves its own copy of the lock, newer than the lock it came from. */
function installedByHand() {
  try {
    return statSync(join(root, 'node_modules', '.package-lock.json')).mtimeMs >= statSync(lockFile).mtimeMs;
  } catch {
    return false;
  }
}

/** Runs npm; resolves to its exit code and what it said. `quiet` keeps its words back. */
function npm(args, quiet) {
  const cli = process.env.npm_execpath;
  const all = [...args, '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...rest] = cli?.endsWith('.js') ? [process.execPath, cli, ...all] : ['npm', ...all];
  return new Promise((resolve) => {
    const child = spawn(command, rest, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (!quiet) process.stderr.write(text);
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: `npm could not be started: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Installs what the lock says. A registry that lacks some other platform's optional package makes a lock that
 * `npm ci` calls incomplete; `npm install` takes the same locked versions and does not mind.
 */
async function install() {
  const started = Date.now();
  const ticker = setInterval(
    () => say(`  … ${Math.round((Date.now() - started) / 1000)} s  依存パッケージを取得しています / installing`),
    5_000,
  );
  try {
    const strict = await npm(['ci'], true);
    if (strict.code === 0) return 0;
    if (strict.output.includes('EUSAGE')) return (await npm(['install', '--no-save'], false)).code;
    say(strict.output);
    return strict.code;
  } finally {
    clearInterval(ticker);
  }
}

async function main() {
  if (!nodeIsSupported()) {
    say(`Node.js ${WANTED} が必要です（現在 ${process.versions.node}）。`);
    say(`Node.js ${WANTED} is needed, this is ${process.versions.node} (${process.execPath}).`);
    return 1;
  }
  if (isLinked()) return 0;
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  const stamp = read(stampFile)?.trim();
  if (stamp === hash) return 0;
  if (stamp !== undefined || !installedByHand()) {
    say('依存パッケージを入れます（初回のみ、1分ほど） / Installing dependencies (once, about a minute)');
    const code = await install();
    if (code !== 0) {
      say(
        'npm ci が失敗しました。上の表示をご覧ください。 / npm ci failed, see above; then run the same command again.',
      );
      return code;
    }
  }
  writeFileSync(stampFile, `${hash}\n`);
  return 0;
}

process.exitCode = await main();
