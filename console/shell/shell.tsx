import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useFreshCodeAsked } from '../api/fresh-code';
import { useLostConnection } from '../api/connection';
import { useMay, useSession } from '../api/session';
import { useKeys } from '../keys';
import { prefer } from '../preferences';
import { Button } from '../parts/button';
import { LiveRegion } from '../parts/live';
import { FreshCode } from '../sign-in/fresh-code';
import { SignInOver } from '../sign-in/over';
import { partWords } from '../texts/parts';
import { shellWords } from '../texts/shell';
import { useWords } from '../words';
import { KeysHelp } from './keys-help';
import { NAV } from './nav-items';
import { Nav } from './nav';
import { Top } from './top';

const SEQUENCE_MS = 1_500;

/** The frame around every page, and what may lie over it: the sign-in, a fresh code, the list of keys. */
export function Shell() {
  const words = useWords(shellWords);
  const [help, setHelp] = useState(false);
  const { ended } = useSession();
  const asked = useFreshCodeAsked();
  usePageKeys(() => setHelp(true));
  useLastDesk();
  return (
    <>
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <div className="shell">
        <Nav />
        <div className="body">
          <Top />
          <Banners />
          <Outlet />
        </div>
      </div>
      <LiveRegion />
      {help && <KeysHelp onClose={() => setHelp(false)} />}
      {asked && !ended && <FreshCode />}
      {ended && <SignInOver />}
    </>
  );
}

function Banners() {
  const words = useWords(partWords);
  const lost = useLostConnection();
  const { roleChanged } = useSession();
  return (
    <>
      {lost && (
        <div className="banner warn" role="alert">
          {words.uncertain}
        </div>
      )}
      {roleChanged && (
        <div className="banner warn" role="alert">
          {words.roleChanged}
          <Button onClick={() => location.assign('/')}>{words.goOn}</Button>
        </div>
      )}
    </>
  );
}

const DESKS = ['/returns', '/calls', '/customers'];

/** Remembers the desk, where an operator begins the next time. */
function useLastDesk(): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    if (DESKS.includes(path)) prefer({ desk: path });
  }, [path]);
}

/** Keys that work on every page: `?`, `/`, and `g` followed by a page's letter. */
function usePageKeys(openHelp: () => void): void {
  const may = useMay();
  const navigate = useNavigate();
  const startedAt = useRef(-Infinity);
  useKeys({
    '?': openHelp,
    '/': may('customer.search') ? () => void navigate({ to: '/customers' }) : undefined,
    g: () => (startedAt.current = performance.now()),
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (performance.now() - startedAt.current > SEQUENCE_MS) return;
      const item = NAV.find(({ key, action }) => event.code === `Key${key?.toUpperCase()}` && may(action));
      if (event.code === 'KeyG') return;
      startedAt.current = -Infinity;
      if (!item) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void navigate({ to: item.to });
    };
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  });
}
