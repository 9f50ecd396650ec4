import { useEffect, useRef } from 'react';
import { isTyping } from '../../keys';

/** A scanner types a character in a few milliseconds, a person needs a tenth of a second for one of a code. */
const AVERAGE_MS = 70;
const PAUSE_MS = 250;
/** Single keys of a page wait so long for a second key before they act. */
const HOLD_MS = 45;
const SHORTEST = 8;

/** The character of a key by its place, so that an input method that is on does not matter. */
function characterOf({ code, ctrlKey, altKey, metaKey }: KeyboardEvent): string | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  if (/^Key[A-Z]$/.test(code)) return code.slice(3);
  if (/^(Digit|Numpad)\d$/.test(code)) return code.slice(-1);
  return code === 'Minus' || code === 'NumpadSubtract' ? '-' : undefined;
}

type Editable = HTMLInputElement | HTMLTextAreaElement;
const isEditable = (element: Element | null): element is Editable =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

interface Burst {
  characters: string;
  from: number;
  last: number;
  /** The field that had the focus, as it was before the burst. */
  field: { element: Editable; value: string } | null;
  /** Keys that were kept from the page meanwhile. */
  kept: KeyboardEvent[];
}

/**
 * Recognises a scanner by the speed of its keys, wherever the focus is, and gives its text without the end mark (Enter or
 * Tab). What it typed into another field is taken out again. A dialog that is open has the keys to itself.
 */
export function useScanner(onScan: (text: string) => void): void {
  const latest = useRef(onScan);
  latest.current = onScan;
  useEffect(() => {
    const reader = new BurstReader((text) => latest.current(text));
    const listen = (event: KeyboardEvent) => reader.take(event);
    addEventListener('keydown', listen, { capture: true });
    return () => {
      removeEventListener('keydown', listen, { capture: true });
      reader.giveBack();
    };
  }, []);
}

class BurstReader {
  private burst: Burst | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly replayed = new WeakSet<Event>();

  constructor(private readonly onScan: (text: string) => void) {}

  take(event: KeyboardEvent): void {
    if (this.replayed.has(event) || event.key === 'Shift' || document.querySelector('dialog[open]')) return;
    const character = characterOf(event);
    if (character !== undefined) return this.add(event, character);
    const ends = ['Enter', 'NumpadEnter', 'Tab'].includes(event.code);
    if (ends && this.isScan(event.timeStamp)) this.end(event);
    else this.giveBack();
  }

  /** Lets the page have the keys that were no scan. */
  giveBack(): void {
    clearTimeout(this.timer);
    const kept = this.burst?.kept ?? [];
    this.burst = null;
    for (const { key, code, shiftKey } of kept) {
      const again = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true });
      this.replayed.add(again);
      (document.activeElement ?? document.body).dispatchEvent(again);
    }
  }

  private add(event: KeyboardEvent, character: string): void {
    if (this.burst && event.timeStamp - this.burst.last > PAUSE_MS) this.giveBack();
    const { activeElement } = document;
    this.burst ??= {
      characters: '',
      from: event.timeStamp,
      last: event.timeStamp,
      field: isEditable(activeElement) ? { element: activeElement, value: activeElement.value } : null,
      kept: [],
    };
    this.burst.characters += character;
    this.burst.last = event.timeStamp;
    if (isTyping(event.target) || event.repeat) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    this.burst.kept.push(event);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveBack(), this.isFast() ? PAUSE_MS : HOLD_MS);
  }

  /** Whether several keys have come at the speed of a scanner. */
  private isFast(): boolean {
    const { characters, from, last } = this.burst!;
    return characters.length > 2 && (last - from) / (characters.length - 1) <= AVERAGE_MS;
  }

  private isScan(at: number): boolean {
    if (!this.burst || this.burst.characters.length < SHORTEST) return false;
    return at - this.burst.last <= PAUSE_MS && this.isFast();
  }

  private end(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(this.timer);
    const { characters, field } = this.burst!;
    this.burst = null;
    if (field) restore(field.element, field.value);
    this.onScan(characters);
  }
}

/** Sets a field's value as if it had been typed, so that the page's own state follows. */
function restore(element: Editable, value: string): void {
  const prototype = element instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')!.set!.call(element, value);
  element.dispatchEvent(new Event('input', { bubbles: true }));
}
