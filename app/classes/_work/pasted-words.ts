/** Under the box, whether or not the screen can count: nobody is counted unawares. */
export const PASTES_COUNTED =
  'It is counted how many characters are pasted into this box, not which. You and your instructors see the number once you post; classmates never do, and it is no part of your grade.'
