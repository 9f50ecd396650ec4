/**
 * What programs write for "no value": NULL and undefined, the error values of spreadsheets, and ##### for a column that
 * was too narrow. Whole values only: Null is also a family name.
 */
const EMPTY =
  /^(?:NULL|Null|null|[(<[{](?:null|NULL|none|nil|NA|N\/A|undefined)[)>\]}]|undefined|Undefined|UNDEFINED|None|nil|NaN|nan|NaT|N\/A|n\/a|\\N|#+|#(?:N\/A(?: N\/A)?|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA|EXTERNAL!|PYTHON!))$/;
const BEGINS = /^\s*[Nn#Uu(<[{\\＃Ｎｎ]/;

/** Whether a text says that there is no value, in whatever width. */
export function isEmptyWord(text: string): boolean {
  if (text.length > 16 || !BEGINS.test(text)) return false;
  return EMPTY.test(text.normalize('NFKC').trim());
}
