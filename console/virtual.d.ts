declare module 'virtual:route-table' {
  /** Method, path and kind of write of each route, by operation id. */
  const table: Record<string, readonly ['get' | 'post' | 'put', string, string?]>;
  // eslint-disable-next-line import-x/no-default-export -- the whole module is one value
  export default table;
}

/** The language whose words these scripts hold. */
declare const BUILT_FOR: 'ja' | 'en';
