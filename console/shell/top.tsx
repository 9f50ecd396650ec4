import { Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type FocusEvent, useState } from 'react';
import { chooseRole, type Grant, signOut, useMay, useSession } from '../api/session';
import { queries } from '../api/read';
import { useNow } from '../clock';
import { useFormat } from '../format';
import { switchLanguage, usePreferences } from '../preferences';
import { roleTexts } from '../../domain/texts/names/access';
import { shellWords } from '../texts/shell';
import { useText, useWords } from '../words';
import { Button } from '../parts/button';
import { Key } from '../parts/key';

/** The bar above a page: search, the server's day and time, and who is acting in which role. */
export function Top() {
  const words = useWords(shellWords);
  const may = useMay();
  return (
    <header className="top">
      {may('customer.search') && (
        <Link to="/customers" className="find">
          {words.search}
          <Key name="/" />
        </Link>
      )}
      <span className="sp" />
      <Clock />
      <Language />
      <Me />
    </header>
  );
}

function Clock() {
  const words = useWords(shellWords);
  const format = useFormat();
  const { now, speed, known } = useNow(10_000);
  return (
    <span className="mut nw clock">
      {known && format.dayTime(now)}
      {speed > 1 && <span className="chip warn">{words.fast(format.number(speed))}</span>}
    </span>
  );
}

export function Language() {
  const words = useWords(shellWords);
  const { lang } = usePreferences();
  const other = lang === 'ja' ? 'en' : 'ja';
  return (
    <Button look="quiet" lang={other} onClick={() => switchLanguage(other)}>
      {words.language}
    </Button>
  );
}

/** A grant in words: the role, and for whom. */
export function useGrantName(): (grant: Grant) => string {
  const words = useWords(shellWords);
  const text = useText();
  return ({ role, clientName }) => `${text(roleTexts[role])} ${clientName ?? words.everyClient}`;
}

function Me() {
  const words = useWords(shellWords);
  const nameOf = useGrantName();
  const navigate = useNavigate();
  const { state } = useSession();
  const [open, setOpen] = useState(false);
  if (!state || state.stage === 'signed_out' || !state.grant) return null;
  const change = async (id: number) => {
    setOpen(false);
    queries.clear();
    await chooseRole(id);
    await navigate({ to: '/' });
    queries.clear();
  };
  return (
    <details
      className="me-menu"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)}
      onBlur={(event: FocusEvent) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <summary>
        <span className="ava" aria-hidden="true">
          {[...state.person.name][0]}
        </span>
        <span className="who">
          {state.person.name}
          <span className="xs mut block">{nameOf(state.grant)}</span>
        </span>
      </summary>
      <div className="menu">
        {state.grants.length > 1 && (
          <>
            <p className="xs mut">{words.changeRole}</p>
            {state.grants.map((grant) => (
              <Button
                key={grant.id}
                look="quiet"
                aria-current={grant.id === state.grant?.id || undefined}
                onClick={() => void change(grant.id)}
              >
                {nameOf(grant)}
              </Button>
            ))}
            <hr />
          </>
        )}
        <Link to="/me" onClick={() => setOpen(false)}>
          {words.me}
        </Link>
        <Button look="quiet" onClick={() => void signOut(false)}>
          {words.signOut}
        </Button>
      </div>
    </details>
  );
}
