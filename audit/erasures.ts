import { resolve } from 'node:path';
import { loadConfig } from '../config/settings';
import { connectDb } from '../db/platform/connect';
import { customersWithKeys, erasuresInLedger, replayRegister } from '../db/privacy/erasure';
import { ErasureRegister } from '../db/privacy/erasure-register';
import { findTarget } from '../temporal/target';
import { type Db } from '../db/platform/types';

export interface EraseOptions {
  /** Data folder of a running embedded installation; by default the environment's settings apply. */
  data?: string;
}

type Say = (line: string) => void;
const toStdout: Say = (line) => void process.stdout.write(`${line}\n`);

/** Repeats the erasures that a restored backup has undone. Exit code 0. */
export async function eraseReplay(options: EraseOptions, say = toStdout): Promise<number> {
  return withRegister(options, async (db, register) => {
    const erased = await replayRegister(db, register);
    say(JSON.stringify({ registered: register.entries().length, erased }));
    return 0;
  });
}

/** Exit code 0 if the register is intact, the ledger names no erasure beyond it, and no customer in it has a key. */
export async function eraseVerify(options: EraseOptions, say = toStdout): Promise<number> {
  return withRegister(options, async (db, register) => {
    const entries = register.entries();
    const rows = await erasuresInLedger(db);
    const missing = rows.filter(({ no, hash }) => entries[no - 1]?.hash !== hash).map(({ no }) => no);
    const ids = entries.map((entry) => entry.customer);
    const back = await customersWithKeys(db, ids);
    const ok = missing.length === 0 && back.length === 0;
    say(JSON.stringify({ ok, registered: entries.length, inLedger: rows.length, missing, back }));
    return ok ? 0 : 1;
  });
}

async function withRegister(
  { data }: EraseOptions,
  work: (db: Db, register: ErasureRegister) => Promise<number>,
): Promise<number> {
  const file = data === undefined ? loadConfig().ERASURE_REGISTER : `${resolve(data)}.erasures`;
  if (file === undefined) throw new Error('settings are wrong:\n  ERASURE_REGISTER: needed to erase');
  const { db } = connectDb({ url: findTarget(data).DATABASE_URL, max: 2, application: 'tsunagi-audit' });
  try {
    return await work(db, new ErasureRegister(file));
  } finally {
    await db.destroy();
  }
}
