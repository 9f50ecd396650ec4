/** What happened to a customer's question or complaint; in the ledger and in the customer's timeline alike. */
export const inquiryEventsJa = {
  inquiry_received: 'お客様から問い合わせを受けた',
  inquiry_matched: '問い合わせをお客様と結び付けた',
  inquiry_answered: '問い合わせに回答した',
  inquiry_handed_over: '問い合わせを引き継いだ',
  inquiry_returned: '引き継いだ問い合わせが窓口に戻った',
  inquiry_closed: '問い合わせを完了にした',
  inquiry_reopened: '問い合わせを再び開いた',
  complaint_recorded: '苦情として記録した',
  complaint_notified: '苦情を委託元に連絡した',
  complaint_acknowledged: '委託元が苦情の連絡を確認した',
  complaint_completed: '苦情への対応を完了した',
} as const;
