/** What is wrong at one place of a campaign file, and how to mend it. `{name}` is filled by the check. */
export interface PlanText {
  message: string;
  advice: string;
}
