import { mayAct, type Action } from '../../domain/access/access';
import { storePreferences } from '../preferences';
import { createStore } from '../store';
import { call, type Reply } from './client';
import { keepCsrfToken } from './csrf';
import { asProblem, type Problem } from './problem';

export type SessionState = Reply<'getSession'>;
export type OpenSession = Exclude<SessionState, { stage: 'signed_out' }>;
export type Grant = NonNullable<OpenSession['grant']>;

interface Shown {
  /** Undefined until the first answer. */
  state: SessionState | undefined;
  /** The session ended while a page was open: who it was, so that the same person can go on where they were. */
  ended: { personId: number; grantId: number } | null;
  /** Another tab of this browser took another role, so this page no longer shows what its reader may do. */
  roleChanged: boolean;
  /** Why the state could not be read. */
  problem: Problem | null;
}

const store = createStore<Shown>({ state: undefined, ended: null, roleChanged: false, problem: null });
/** Acts that wait until the person has signed in again. */
let waiting: ((same: boolean) => void)[] = [];
const tabs = new BroadcastChannel('tsunagi-session');

const show = (change: Partial<Shown>): void => store.set({ ...store.get(), ...change });

export const session = store.get;
export const useSession = store.use;

const isOpen = (state: SessionState | undefined): state is OpenSession & { grant: Grant } =>
  state?.stage === 'open' && state.grant !== null;

/** The role in use; pages are shown with one only. */
export function useGrant(): Grant {
  const { state } = useSession();
  const last = isOpen(state) ? state.grant : lastGrant;
  if (!last) throw new Error('no role is in use');
  return last;
}
let lastGrant: Grant | undefined;
let lastPerson: number | undefined;

/** Whether the role in use may take an action, by the table that the API itself uses. */
export const useMay = (): ((action: Action) => boolean) => {
  const grant = useGrant();
  return (action) => mayAct({ ...grant, actions: null }, action);
};

/** Takes the state that a step of the sign-in replied. */
export function take(state: SessionState): void {
  if (state.stage === 'signed_out') {
    show({ state, problem: null });
    return;
  }
  keepCsrfToken(state.csrf);
  if (!isOpen(state)) {
    show({ state, problem: null });
    return;
  }
  const { ended } = session();
  if (!isOpen(session().state)) tabs.postMessage('changed');
  const same = state.grant.id === lastGrant?.id && state.person.id === lastPerson;
  if (ended && !same) {
    lastGrant = state.grant;
    lastPerson = state.person.id;
    show({ state, ended: null, roleChanged: false, problem: null });
    release(false);
    location.assign('/'); // what another person had typed is not for this one
    return;
  }
  const changed = lastGrant !== undefined && !same && !ended && !choosing;
  choosing = false;
  lastGrant = state.grant;
  lastPerson = state.person.id;
  show({ state, ended: null, problem: null, ...(changed && { roleChanged: true }) });
  release(true);
}

function release(same: boolean): void {
  const acts = waiting;
  waiting = [];
  for (const goOn of acts) goOn(same);
}

/** Reads the state again. */
export async function readSession(): Promise<void> {
  try {
    take((await call('getSession', {})).body);
  } catch (thrown) {
    show({ problem: asProblem(thrown) });
  }
}

/**
 * A call was refused because the session has ended: all polling stops, in every tab, and the sign-in is shown over the
 * page. Resolves when the same person is back in the same role, to false for another person.
 */
export function sessionEnded(): Promise<boolean> {
  if (!session().ended && lastGrant && lastPerson) {
    show({ ended: { personId: lastPerson, grantId: lastGrant.id }, state: undefined });
    tabs.postMessage('ended');
    void readSession();
  }
  return new Promise((resolve) => waiting.push(resolve));
}

export const hasEnded = (): boolean => session().ended !== null;

/** Reads the session after a refused token; whether it is still the role that this page was made for. */
export async function stillSameRole(): Promise<boolean> {
  const before = lastGrant?.id;
  await readSession();
  const { state } = session();
  return isOpen(state) && state.grant.id === before;
}

let choosing = false;
/** Takes a role. The page begins anew, since what it shows belongs to the former role. */
export async function chooseRole(grantId: number): Promise<void> {
  choosing = true;
  take((await call('chooseGrant', { body: { grantId } })).body);
  tabs.postMessage('changed');
}

export async function signOut(everywhere: boolean): Promise<void> {
  await call('signOut', { body: { everywhere } });
  storePreferences();
  tabs.postMessage('ended');
  location.assign('/');
}

tabs.addEventListener('message', ({ data }: MessageEvent<string>) => {
  if (data === 'ended' && !session().ended && lastGrant && lastPerson) {
    show({ ended: { personId: lastPerson, grantId: lastGrant.id }, state: undefined });
  }
  void readSession();
});
