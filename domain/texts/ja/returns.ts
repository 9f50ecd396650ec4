/** What a form lacks, as its customer reads it. `{contract}` is a contract as the form names it. */
export const defectSentencesJa = {
  original:
    'お送りいただいた返送用紙（原本）は、この手紙に同封してお返しします。新しい返送用紙にお書きのうえ、お送りください。',
  about: '対象のご契約: {contracts}',
  contract: 'ご契約 {no}（{what}）',
  ending: '契約番号の末尾 {number}',
  no_signature:
    '返送用紙の「ご署名」の欄に、ご署名がありませんでした。ご契約者ご本人がお名前をお書きください（法人のお客様は、会社名とご担当者のお名前）。',
  other_person:
    'ご契約者ご本人以外の方がご署名になっていました。ご契約者ご本人がご署名ください。代理の方がお手続きになる場合は、お問い合わせ先へお電話ください。',
  illegible: '読み取れないところがありました。黒のペンで、新しい返送用紙にもう一度はっきりとお書きください。',
  no_hanko: '返送用紙の「お届け印」の欄に、ご印鑑がありませんでした。お届けのご印鑑を押してください。',
  hanko_differs:
    '押されたご印鑑が、お届けのご印鑑と異なるか、はっきり写っていませんでした（印鑑相違）。お届けのご印鑑を、欄の中にはっきりと押してください。',
  no_account:
    'お振込先の口座の欄に、ご記入がないか足りないところ、または読み取れないところがありました。すべての欄をお書きください。',
  other_holder:
    'お振込先の口座の名義が、ご契約者のお名前と異なっていました。ご契約者ご本人名義の口座を、通帳のとおりにカナでお書きください。',
  both_ticked: '{contract}は、両方の四角にレ点がありました。ご希望の四角一つだけにレ点を付けてください。',
  none_ticked: '{contract}は、どちらの四角にもレ点がありませんでした。ご希望の四角一つにレ点を付けてください。',
  remark:
    '返送用紙にお書き添えいただいた内容について、お伺いしたいことがございます。お手数ですが、お問い合わせ先へお電話ください。',
  no_date: '返送用紙の「ご記入日」の欄に、日付がありませんでした。お書きになった日をお書きください。',
};

/** The same as a question on the phone, for the person who calls. */
export const defectQuestionsJa = {
  about: '返送用紙の確認: {contracts}',
  no_signature:
    '「ご署名」の欄が空でした。電話では補えません。新しい用紙にご署名のうえ、お送りいただくようお願いする。',
  other_person:
    'ご契約者ご本人以外のご署名でした。電話では補えません。ご本人のご署名か、代理の方のお手続きをご案内する。',
  illegible: '読み取れないところがありました。電話では補えません。新しい用紙をお送りいただくようお願いする。',
  no_hanko:
    '「お届け印」の欄にご印鑑がありませんでした。電話では補えません。新しい用紙に押印していただくようお願いする。',
  hanko_differs:
    'ご印鑑がお届けのものと異なるか、不鮮明でした。電話では補えません。新しい用紙にお届けのご印鑑を押していただくようお願いする。',
  no_account:
    'お振込先の口座に記入のないところ、読み取れないところがありました。口座番号を電話で伺わないこと。新しい用紙へのご記入をお願いする。',
  other_holder:
    'お振込先の口座の名義がご契約者と異なりました。口座番号を電話で伺わないこと。ご本人名義の口座を新しい用紙へお書きいただくようお願いする。',
  both_ticked: '{contract}は、両方の四角にレ点がありました。「移行と解約の、どちらをご希望でしょうか。」',
  none_ticked: '{contract}は、どちらの四角にもレ点がありませんでした。「移行と解約の、どちらをご希望でしょうか。」',
  remark: '枠の外にお書き添えがありました。「お書き添えの内容について、伺ってもよろしいでしょうか。」',
  no_date: '記入日がありませんでした。「いつお書きになりましたか。」',
};

/** What the desk should know about a returned item. */
export const returnNotesJa = {
  second_form: 'この封書の用紙は前にも届いています。どちらも記録し、あとの意思を採ります。',
  piece_withdrawn: '発送を取りやめた封書です。届いた用紙は通常どおり受け付けます。',
  declared_elsewhere: 'お客様は別の方法（Web・電話・ほかの用紙）でも回答しています。あとの意思を採ります。',
  partly_counted: '不備のない契約の選択は受け付けました。残りだけをおたずねします。',
  in_favour: '消印を読めないため、期限内に出されたものとして扱いました。',
  in_grace: '申込期限のあとです。救済期限内として扱います。',
  too_late: '期限後到着です。受理できないことと、これからのことをお客様にお知らせします。結果は変わりません。',
  contract_excluded: '発送後に対象外となった契約があります。その選択は採りません。',
  remark: '書き込みがあります。画像を確認してください（ご逝去・転居・苦情など）。',
  withdrawn: 'この受付は取り消されています。この返送物は、来ていないものとして扱います。',
  withdrawn_followed:
    '取り消しの前に、代わりの連絡がすでに出ています。出たものは取り戻せません。お客様の経過で確認してください。',
  corrected_by_phone: 'お客様が電話で補正しました。読みは届いたときのまま残ります。',
  holder_unproven:
    '対象者リストにフリガナがないため、口座の名義がご本人かどうかを確かめていません。振り込む前に委託元で確かめてください。',
  remark_unread: '書き込みを人が読んで判断するまで保留です。受理も受付のお知らせもしていません。',
};

/** Ledger entries about returned items. */
export const returnEventsJa = {
  return_received: '返送物を受け付けた',
  return_image_added: '返送された用紙の画像を加えた',
  return_pages_added: 'スキャンした束のページを返送物に加えた',
  return_intake_named: '返送物が届いた受領を登録した',
  return_entered: '返送物の記入内容を入力した',
  return_remark_decided: '返送された用紙の書き込みについて判断した',
  return_accepted: '返送された用紙を受理した',
  return_late: '返送された用紙は期限後に到着した（受理せず）',
  return_withdrawn: '返送物の受付を取り消した',
  return_defect: '返送された用紙に不備があった',
  form_corrected: '用紙の不備を電話で補正した',
  address_proposed: 'お客様から届いた新しい住所を委託元へ提案した',
  address_researched: '戻った郵便物の住所を調査した',
  original_put: '用紙の原本を不備の手紙に同封した',
  original_witnessed: '原本の同封を2人目が確かめた',
  original_kept: '用紙の原本を返さずに保管した',
  enclosure_noted: '同封物を記録した',
  enclosure_witnessed: '貴重品を2人目が確かめた',
  enclosure_masked: '本人確認書類の写しの番号を塗りつぶした',
  enclosure_notified: '番号を塗りつぶしたことを差出人に知らせた',
  enclosure_ended: '同封物の返却・保管・廃棄・引渡しを記録した',
  enclosure_delivered: '返却した同封物がお客様に届いた',
};
