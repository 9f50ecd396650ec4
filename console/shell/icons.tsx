import { type NavItem } from './nav-items';

/** Drawn on a grid of 16, in the line of the text around them. */
const PATHS: Record<NavItem['word'], string> = {
  campaigns: 'M2 13V7M6.5 13V3M11 13V9M15 13H1',
  decisions: 'M3 8.5l3 3 7-7M13 9v4H3V3h7',
  alerts: 'M8 2l6.5 11.5h-13zM8 6.5v3M8 11.6v.1',
  returns: 'M1.5 4h13v9h-13zM1.5 4.5L8 9l6.5-4.5',
  calls: 'M3 2h3l1.5 3.5-2 1.5a8 8 0 0 0 3.5 3.5l1.5-2L14 10v3c0 .6-.5 1-1 1A11 11 0 0 1 2 3c0-.5.4-1 1-1z',
  inquiries: 'M2 3h12v8H8l-3.5 3v-3H2zM5 6h6M5 8.5h4',
  customers: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.5 10.5L14 14',
  holds: 'M4.5 3h2.5v10H4.5zM9 3h2.5v10H9z',
  printRuns: 'M4 6V2h8v4M4 12H2V6h12v6h-2M4 9.5h8V14H4z',
  lanes: 'M1.5 4h9l2-2M10.5 4l2 2M1.5 11h9l2-2M10.5 11l2 2',
  brand: 'M2 2h5v5H2zM9.5 2.5h4M9.5 5.5h4M2 10.5h12M2 13.5h8',
  accessLog: 'M1 8s2.5-4.5 7-4.5S15 8 15 8s-2.5 4.5-7 4.5S1 8 1 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  accounts: 'M8 2.5a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM2.5 14c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5',
};

export function Icon({ name }: { name: NavItem['word'] }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
