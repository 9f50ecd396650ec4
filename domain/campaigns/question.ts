/** Where a question to the client stands: 回答待ち, 回答あり, 確認済, 取下げ. */
export const QUESTION_STATUSES = ['open', 'answered', 'confirmed', 'withdrawn'] as const;
export type QuestionStatus = (typeof QUESTION_STATUSES)[number];
