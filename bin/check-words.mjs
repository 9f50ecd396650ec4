#!/usr/bin/env node
/**
 * Finds retired words (bin/words.mjs) in code, comments and documents: `node bin/check-words.mjs [FILE…]`, without
 * arguments in every tracked file. Prints `file:line: "word": use term` and exits with 1 if there is any.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { RETIRED, UNCHECKED } from './words.mjs';

const CHECKED = /\.(ts|mjs|cjs|sql|ya?ml|md|sh|html)$|(^|\/)Dockerfile$/;

/** Parts of identifiers and words of prose: `sendReminder_now` gives send, Reminder, now. */
const WORD = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g;

const CODE = /\.(ts|mjs|cjs|sql)$/;

/** Comments (to the end of the line) and quoted text. */
const PROSE = /(^\s*\*|\/\/|--|#|\/\*).*$|'(?:[^'\\]|\\.)*'|`[^`]*`|"[^"]*"/g;

const entryOf = new Map(RETIRED.flatMap((entry) => (entry.words ?? []).map((word) => [word, entry])));
const phrases = RETIRED.filter(({ phrase }) => phrase);

const files = process.argv.length > 2 ? process.argv.slice(2) : trackedFiles();
const findings = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      retiredIn(line, CODE.test(file)).map(({ word, use }) => `${file}:${index + 1}: "${word}": use ${use}`),
    ),
);
if (findings.length > 0) {
  process.stdout.write(`${findings.join('\n')}\n${findings.length} retired words; see bin/words.mjs\n`);
  process.exitCode = 1;
}

function retiredIn(line, isCode) {
  const found = [];
  const search = (text, identifiers) => {
    for (const [word] of text.matchAll(WORD)) {
      const entry = entryOf.get(word.toLowerCase());
      if (entry && Boolean(entry.identifiers) === identifiers && !entry.except?.test(line)) {
        found.push({ word, use: entry.use });
      }
    }
  };
  search(line, false);
  if (isCode) search(line.replace(PROSE, ' '), true);
  for (const { phrase, use } of phrases) {
    for (const [word] of line.matchAll(phrase)) found.push({ word, use });
  }
  return found;
}

function trackedFiles() {
  const listed = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n');
  // a file that was deleted stays listed until the deletion is added
  return listed.filter((file) => CHECKED.test(file) && !UNCHECKED.includes(file) && existsSync(file));
}
