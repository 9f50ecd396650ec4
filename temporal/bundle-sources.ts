import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IMPORT = /^(?:import|export)\s+(?:([^'";]*?)\s+from\s+)?'(\.[^']+)'/gm;

/**
 * Source files of a bundle: the entries and everything of ours that they import, each once, sorted. Imports of types
 * alone are not followed, because they are not bundled.
 */
export function bundledSources(entries: string[]): string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, clause, path] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (!isTypeOnly(clause)) visit(resolved(dirname(file), path!));
    }
  };
  entries.forEach(visit);
  return [...found].sort();
}

function isTypeOnly(clause: string | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.startsWith('type ')) return true;
  const names = /^\{([^}]*)\}$/s.exec(clause.trim())?.[1];
  return names !== undefined && names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
}

function resolved(folder: string, path: string): string {
  const file = [`${path}.ts`, join(path, 'index.ts')].map((name) => join(folder, name)).find(existsSync);
  if (file === undefined) throw new Error(`${path} in ${folder} is no source file`);
  return file;
}
