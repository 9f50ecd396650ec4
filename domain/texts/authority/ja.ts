/** A letter that asks who acts for a customer for documents. */
export interface AuthorityLetterText {
  subject: string;
  says: string;
}

/**
 * First letter and the one that names what is missing, to heirs and to others. To heirs no word that suggests repetition or
 * death (忌み言葉), nothing about a contract, and no name but the addressee's.
 */
export const authorityLettersJa = {
  heir: {
    subject: 'お手続きに必要な書類のご案内',
    says: `このたびのご訃報に接し、謹んでお悔やみ申し上げます。
ご心痛のところ誠に恐れ入りますが、ご連絡をいただきました件につきまして、必要な書類をご案内いたします。

受付番号　{{ receipt }}
お申し出　{{ about }}

■ お送りいただきたい書類
{{ documents }}

恐れ入りますが、{{ dueOn }}までに届きますよう、同封の送付票を添えてお送りください。ご用意が難しい書類があるときや、日数がかかるときは、どうぞご遠慮なく下記の電話へお知らせください。

■ 書類を拝見したあとのこと
お手続きをされる方を確認させていただいたうえで、お手続きの内容をご案内いたします。確認が済むまでは、ご契約の有無や内容についてのお尋ねにお答えできませんことを、何とぞご了承ください。
書類の原本は、確認のあとお返しいたします。

ご連絡をいただいた日から、お亡くなりになった方への書面、電子メール、お電話は、すべてお止めしております。行き違いで届きました節は、何とぞご容赦くださいますようお願い申し上げます。`,
  },
  heirAgain: {
    subject: 'お送りいただいた書類についてのお願い',
    says: `先日は、お取り込みのところ書類をお送りいただき、誠にありがとうございました。
拝見いたしましたが、次の点を確かめることができませんでした。お手数をおかけして誠に心苦しく存じますが、{{ dueOn }}までに届きますよう、同封の送付票を添えてお送りくださいますようお願い申し上げます。

受付番号　{{ receipt }}
お申し出　{{ about }}

■ お送りいただきたい書類
{{ documents }}

ほかの書類は、確かにお預かりしております。ご用意が難しいときは、どうぞご遠慮なく下記の電話へお知らせください。

お手続きをされる方の確認が済むまでは、ご契約の有無や内容についてのお尋ねにお答えできませんことを、何とぞご了承ください。`,
  },
  other: {
    subject: '権限を確認する書類のご案内',
    says: `ご連絡をいただき、誠にありがとうございます。
お手続きをされる方の権限を確認するため、次の書類をお送りくださいますようお願い申し上げます。

受付番号　{{ receipt }}
お申し出　{{ about }}

■ お送りいただきたい書類
{{ documents }}

{{ dueOn }}までに届くよう、同封の送付票を添えてお送りください。ご用意に日数がかかるときは、下記の電話へお知らせください。

■ 書類を拝見したあとのこと
権限を確認したうえで、お手続きの内容をご案内いたします。以後のご連絡は、お手続きをされる方へお出しします。確認が済むまでは、ご契約の有無や内容についてのお尋ねにお答えできませんことを、ご了承ください。
書類の原本は、確認のあとお返しいたします。`,
  },
  otherAgain: {
    subject: '権限を確認する書類についてのお願い',
    says: `先日は書類をお送りいただき、誠にありがとうございました。
拝見しましたが、次の点を確認できませんでした。お手数をおかけしますが、{{ dueOn }}までに届くよう、同封の送付票を添えてお送りください。

受付番号　{{ receipt }}
お申し出　{{ about }}

■ お送りいただきたい書類
{{ documents }}

ほかの書類は、確かにお預かりしています。ご不明な点は、受付番号を添えて、下記の電話へお問い合わせください。

権限の確認が済むまでは、ご契約の有無や内容についてのお尋ねにお答えできませんことを、ご了承ください。`,
  },
} as const satisfies Record<string, AuthorityLetterText>;

/** Parts of these letters, and of the sheet that comes back with the documents. */
export const authorityPartsJa = {
  document: '・{name}',
  aged: '・{name}（発行から{months}か月以内のもの）',
  lacking: '・{name}\n　{why}',
  about: 'お電話などでお知らせいただいた件',
  aboutService: '{service}の終了に伴うお手続き',
  missing: 'お送りいただいた書類の中に、見当たりませんでした。',
  illegible: '発行日または内容を読み取ることができませんでした。',
  incomplete: '一部のページ、またはご署名・ご捺印が不足していました。',
  other_person: 'お手続きをされる方とのご関係を、読み取ることができませんでした。',
  copy: '原本をお送りください。確認のあとお返しいたします。',
  too_old: '発行から{months}か月を過ぎていました。新しいものをお送りください。',
  sheetTitle: '書類送付票',
  sheetHow: 'この送付票を一番上にして、書類と一緒にお送りください。同封する書類の四角にレ点を付けてください。',
  sheetNumber: '受付番号　{number}',
  sheetPhone: '日中のお電話番号',
  sheetDue: '{day}までに届くようお送りください',
} as const;
