/** What is wrong at one path of a campaign file, and how to correct it. `{name}` is filled in by the check. */
export interface FindingText {
  message: string;
  advice: string;
}
