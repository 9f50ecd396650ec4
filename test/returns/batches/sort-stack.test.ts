import { type KnownCode, type PageFound, sortStack, type StackPage } from '../../../domain/returns/stack';

/** Codes of one letter a character: small letters are known, the number after them says whose they are. */
const KNOWN = new Map<string, KnownCode>([
  ['a', { customerId: 1, formPages: 1, withdrawn: false }],
  ['b', { customerId: 2, formPages: 1, withdrawn: false }],
  ['c', { customerId: 2, formPages: 1, withdrawn: false }],
  ['l', { customerId: 3, formPages: 2, withdrawn: false }],
  ['w', { customerId: 4, formPages: 1, withdrawn: true }],
]);
const MARKS: Record<string, PageFound> = {
  '.': 'none',
  _: 'blank',
  '|': 'separator',
  '?': 'unread',
  '+': 'several',
  '!': 'broken',
};

/** A stack written as one character a page: a letter is a code. */
const stack = (text: string): StackPage[] =>
  [...text].map((mark, at) => {
    const found = MARKS[mark];
    return { no: at + 1, found: found ?? 'code', code: found ? null : mark };
  });

it.each<[what: string, pages: string, entries: string[], people: string[]]>([
  ['one form a page', 'ab', ['a:1', 'b:2'], []],
  ['a back side belongs to the form before', 'a.b.', ['a:1,2', 'b:3,4'], []],
  ['blank pages are dropped, also between front and back', 'a_.b', ['a:1,3', 'b:4'], []],
  ['a form of two pages is one item', 'll', ['l:1,2'], []],
  ['also when its back sides are scanned', 'l.l.', ['l:1,2,3,4'], []],
  ['the same form twice is two items', 'aa', ['a:1', 'a:2'], []],
  ['a form of two pages, twice', 'llll', ['l:1,2', 'l:3,4'], []],
  ['what comes before any form is for a person', '.a', ['a:2'], ['1:no_form_before']],
  [
    'what follows an unreadable form is not put to the form before it',
    'a?.b',
    ['a:1', 'b:4'],
    ['2:code_unread', '3:no_form_before'],
  ],
  ['nor what follows an unknown code', 'ax.', ['a:1'], ['2:code_unknown', '3:no_form_before']],
  ['nor what follows a damaged page', 'a!.', ['a:1'], ['2:page_broken', '3:no_form_before']],
  ['the form of a withdrawn letter is for a person', 'wa', ['a:2'], ['1:letter_withdrawn']],
  ['two codes on one page', '+', [], ['1:several_codes']],
  ['separator sheets end an envelope', 'a.|.b', ['a:1,2', 'b:5'], ['4:no_form_before']],
  ['several forms of one customer in an envelope', '|bc|a', ['b:2', 'c:3', 'a:5'], []],
  [
    "another customer's form in the envelope: all of it is for a person",
    '|a.b|c',
    ['c:6'],
    ['2:other_customer', '3:other_customer', '4:other_customer'],
  ],
  ['nothing', '', [], []],
])('%s: %s', (_, pages, entries, people) => {
  const sorted = sortStack(stack(pages), KNOWN);
  expect(sorted.entries.map((entry) => `${entry.code}:${entry.pages.join(',')}`)).toEqual(entries);
  expect(sorted.people.map(({ no, reason }) => `${no}:${reason}`)).toEqual(people);
});

it('every page is in exactly one place, whatever the stack', () => {
  const marks = [...KNOWN.keys(), ...Object.keys(MARKS), 'x'];
  for (let at = 0; at < 500; at++) {
    const text = Array.from(
      { length: at % 12 },
      (_, i) => marks[(at * 7 + i * i * 5 + (at >> (i % 5))) % marks.length]!,
    ).join('');
    const { entries, people, blank, separators } = sortStack(stack(text), KNOWN);
    const places = [...entries.flatMap(({ pages }) => pages), ...people.map(({ no }) => no), ...blank, ...separators];
    expect([...places].sort((a, b) => a - b)).toEqual(stack(text).map(({ no }) => no));
  }
});
