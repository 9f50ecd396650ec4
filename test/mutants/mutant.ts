/** A plausible wrong change of the product, and the tests that must notice it. */
export interface Mutant {
  /** What would be wrong, as a reviewer would say it. */
  what: string;
  file: string;
  /** A passage that is found exactly once in the file. */
  from: string;
  to: string;
  /** Paths below test/, as jest takes them. */
  tests: string[];
}
