/** Under which letter a dictionary lists a word. */

/** First consonants of Hangul syllables in the order of Unicode; a doubled one is listed under the simple one. */
const CONSONANTS = 'ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ';
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
/** Syllables that begin with one consonant: 21 vowels by 28 endings (Unicode, 3.12). */
const SYLLABLES_EACH = 588;

/** "소켓" is under ㅅ, "socket" under S, "4-tuple" under 0–9. */
export function initialOf(word: string): string {
  const code = word.charCodeAt(0);
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE)
    return CONSONANTS[Math.floor((code - FIRST_SYLLABLE) / SYLLABLES_EACH)] ?? '';
  const letter = word.charAt(0).toUpperCase();
  return /\d/.test(letter) ? '0–9' : letter;
}
