/**
 * Whether a text is what a pattern says, in which `*` stands for any text and `?` for any one character. Takes time in
 * proportion to both lengths at the most, whatever the pattern: it is somebody else’s, and so is the text.
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  let [at, inText] = [0, 0];
  /** After the last `*`, and as far as the text has been given to it. */
  let [afterStar, given] = [-1, 0];
  while (inText < text.length) {
    if (pattern[at] === '*') {
      afterStar = ++at;
      given = inText;
    } else if (pattern[at] === '?' || pattern[at] === text[inText]) {
      at++;
      inText++;
    } else if (afterStar === -1) {
      return false;
    } else {
      at = afterStar;
      inText = ++given;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
