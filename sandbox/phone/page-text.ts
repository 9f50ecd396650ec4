import { type Language } from '../../domain/campaigns/campaign';

const ja = {
  title: '電話（代役）',
  about: 'コンソールの架電画面に出た番号に、ここでかけます。応えるのは模擬のお客様です。',
  number: '電話番号',
  name: 'お名前（フリガナでなく、画面のとおり）',
  dial: 'かける',
  heard: '聞こえたこと',
  recording: '通話録音ID',
  no_answer: '呼び出し音が続き、どなたも出ません。',
  busy: '話し中です。',
  voicemail: '留守番電話につながりました。',
  not_in_use: 'この番号は現在使われておりません。',
  completed: '「はい、本人です。手続きをお願いします。」',
  intent: '「手続きはあとで自分でします。」',
  callback: '「今は手が離せません。{at} にかけ直してください。」',
  refused: '「もう電話はかけないでください。」',
  third_party: '「家の者ですが、本人は留守です。」',
  wrong_number: '「そのような者はおりません。番号違いです。」',
  deceased: '「本人は亡くなりました。」',
  choice: '契約番号の末尾 {contract}: {choice}',
  migrate: '移行する',
  cancel: '解約する',
  down: '電話がつながりません。少し待ってからかけ直してください。',
};

const en: typeof ja = {
  title: 'Phone (stand-in)',
  about: 'Dial here the number that the call desk of the console shows. Simulated customers answer.',
  number: 'Number',
  name: 'Name (as shown)',
  dial: 'Dial',
  heard: 'What you hear',
  recording: 'Recording id',
  no_answer: 'It rings, and nothing happens.',
  busy: 'The line is busy.',
  voicemail: 'A voicemail box answers.',
  not_in_use: 'This number is not in use.',
  completed: '"Yes, speaking. Please go ahead."',
  intent: '"I will do it myself later."',
  callback: '"I am busy just now. Please call again at {at}."',
  refused: '"Please do not call any more."',
  third_party: '"I live here too, but the person you want is out."',
  wrong_number: '"There is no such person here. You have the wrong number."',
  deceased: '"I am sorry, the person you want has died."',
  choice: 'Contract ending in {contract}: {choice}',
  migrate: 'moves',
  cancel: 'cancels',
  down: 'The line is down. Wait a little and dial again.',
};

export type PhoneText = typeof ja;
export const pageText = (language: Language): PhoneText => (language === 'en' ? en : ja);
