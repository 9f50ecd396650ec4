import { type ReactNode, useEffect, useRef } from 'react';
import { shellWords } from '../texts/shell';
import { useWords } from '../words';

interface Props {
  title: string;
  /** Beside the title: what state it is in. */
  state?: ReactNode;
  /** At the right: the page's acts, one of them primary at most. */
  acts?: ReactNode;
  /** False where the page puts the focus elsewhere, as a scan line does. */
  focus?: boolean;
  children: ReactNode;
}

/** The frame of a page: its heading, which takes the focus after a change of page, its acts and its content. */
export function Page({ title, state, acts, focus = true, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { product } = useWords(shellWords);
  useEffect(() => {
    document.title = `${title} — ${product}`;
  }, [title, product]);
  useEffect(() => {
    if (focus && !document.querySelector('dialog[open]')) heading.current?.focus();
  }, [focus]);
  return (
    <main className="page" id="main">
      <div className="row wrap">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {state}
        <span className="sp" />
        {acts}
      </div>
      {children}
    </main>
  );
}

/** A part of a page with its own heading. */
export function Card({ title, aside, children }: { title?: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="card">
      {(title || aside) && (
        <div className="hd">
          {title && <h2>{title}</h2>}
          <span className="sp" />
          {aside}
        </div>
      )}
      <div className="bd">{children}</div>
    </section>
  );
}

/** Nothing to show: why, and the one next act. */
export function Empty({ children, act }: { children: ReactNode; act?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {act}
    </div>
  );
}
